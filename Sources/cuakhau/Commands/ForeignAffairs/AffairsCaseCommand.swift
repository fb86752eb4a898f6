import Agencies
import ArgumentParser

/// `cuakhau affairs case`
struct AffairsCaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case",
        abstract: String(
            vi: "Vụ việc bảo hộ: từ lúc nhận tin đến ngày đóng hồ sơ.",
            en: "Protection cases: from the news to the day the file is closed."
        ),
        discussion: String(
            vi: """
                reported -> triaged -> mission_notified -> acting -> resolved -> family_informed -> closed -> reopened; triaged -> referred -> \
                closed. Bước không có trong danh sách này bị từ chối, và không có gì thay đổi. Chỉ cán bộ đã nhận vụ việc mới chuyển bước. Ghi chú \
                không được chứa số giấy tờ hoặc số điện thoại.
                """,
            en: """
                reported -> triaged -> mission_notified -> acting -> resolved -> family_informed -> closed -> reopened; triaged -> referred -> \
                closed. A step that is not among these is refused, and nothing changes. Only who has taken a case takes its steps. Notes hold no \
                document's and no telephone's number.
                """,
            examples: """
                cuakhau affairs case open --channel phone --kind wages --country CN --city 崇左 --officer 'Lan' --home /srv/affairs
                cuakhau affairs case take 01JAVD5E5Z3X8V9R2M4N6P7Q8S --officer 'Lan' --home /srv/affairs
                cuakhau affairs case triage 01JAVD5E5Z3X8V9R2M4N6P7Q8S --officer 'Lan' --home /srv/affairs
                cuakhau affairs case notify 01JAVD5E5Z3X8V9R2M4N6P7Q8S --officer 'Lan' --mission CG-NN --letter letter.html --home /srv/affairs
                cuakhau affairs case update 01JAVD5E5Z3X8V9R2M4N6P7Q8S --officer 'Lan' --state acting --review 2026-10-28 --home /srv/affairs
                cuakhau affairs case close 01JAVD5E5Z3X8V9R2M4N6P7Q8S --officer 'Lan' --outcome wages_paid --home /srv/affairs
                """
        ),
        subcommands: [
            List.self, Show.self, Open.self, Take.self, Triage.self, Notify.self, LetterCommand.self, Update.self, Refer.self, Close.self,
            Reopen.self,
        ]
    )

    /// Which case, and who acts.
    struct Subject: ParsableArguments {
        @Argument(help: ArgumentHelp(vi: "Số vụ việc, như `case list` nêu.", en: "The case's number, as `case list` shows it.", valueName: "case"))
        var id: String

        @OptionGroup var who: AffairsOfficerOption

        @OptionGroup var office: AffairsOptions
    }

    /// Says where a case stands after a command.
    static func tell(_ protected: ProtectionCase, _ open: OpenOffice<AffairsOffice>) {
        let review = protected.reviewAt.map { " · \($0.onBothClocks)" } ?? ""
        open.say(Wording(vi: "\(protected.id): \(protected.state.name.vi)\(review)", en: "\(protected.id): \(protected.state.name.en)\(review)"))
    }
}
