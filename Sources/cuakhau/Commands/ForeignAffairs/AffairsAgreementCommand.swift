import Agencies
import ArgumentParser

/// `cuakhau affairs agreement`
struct AffairsAgreementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreement",
        abstract: String(
            vi: "Sổ các thoả thuận quốc tế do địa phương ký, và khi nào hết hiệu lực.",
            en: "The register of international agreements that were signed locally, and when they expire."
        ),
        discussion: String(
            examples: """
                cuakhau affairs agreement add LS-GX-2025 --title 'Thoả thuận hợp tác lao động thời vụ' --here 'UBND tỉnh Lạng Sơn' \\
                  --abroad 'Chính quyền thành phố Sùng Tả' --country CN --signed 2025-03-01 --expires 2027-02-28 --officer 'Lan' --home /srv/affairs
                cuakhau affairs agreement import agreements.csv --officer 'Lan' --home /srv/affairs
                cuakhau affairs agreement list --home /srv/affairs
                """
        ),
        subcommands: [List.self, Add.self, Import.self, Renew.self, End.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Các thoả thuận đang có hiệu lực ở trên, theo ngày hết hiệu lực.",
                en: "Those in force first, by the day on which they expire."
            )
        )

        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
        var json = false

        @OptionGroup var office: AffairsOptions

        private struct Row: Encodable {
            let code: String
            let title: String
            let party_here: String
            let party_abroad: String
            let country: String
            let signed: String
            let expires: String?
            let state: String
            let ended: String?
            let days_left: Int?
        }

        func run() throws {
            let open = try office.open()
            let today = open.clock.now().day()
            let agreements = try open.read { _, database in try Agreement.list(database) }
            var table = TextTable(
                open.language == .vi
                    ? ["MÃ", "TÊN", "BÊN NƯỚC NGOÀI", "NGÀY KÝ", "HẾT HIỆU LỰC", "TRẠNG THÁI"]
                    : ["CODE", "TITLE", "PARTY ABROAD", "SIGNED", "EXPIRES", "STATE"]
            )
            for agreement in agreements {
                let state = agreement.state(on: today)
                if json {
                    let row = Row(
                        code: agreement.code,
                        title: agreement.title,
                        party_here: agreement.partyHere,
                        party_abroad: agreement.partyAbroad,
                        country: agreement.country,
                        signed: "\(agreement.signed)",
                        expires: agreement.expires?.description,
                        state: state.rawValue,
                        ended: agreement.ended?.description,
                        days_left: agreement.daysLeft(on: today)
                    )
                    Terminal.write(try JSONLine.text(row))
                } else {
                    table.append([
                        agreement.code, ShownText.plain(agreement.title), ShownText.plain(agreement.partyAbroad), agreement.signed.written,
                        agreement.expires?.written ?? "", state.name[open.language],
                    ])
                }
            }
            if !json { for line in table.lines { Terminal.write(line) } }
        }
    }

    struct Renew: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Gia hạn một thoả thuận, kể cả khi đã hết hiệu lực.",
                en: "Give an agreement another last day, also after it expired."
            )
        )

        @Argument(help: ArgumentHelp(vi: "Mã thoả thuận.", en: "The agreement's code."))
        var code: String

        @Option(
            help: ArgumentHelp(vi: "Ngày cuối mới (2027-02-28).", en: "The new last day (2027-02-28).", valueName: "day"),
            transform: AffairsArguments.day
        )
        var expires: CalendarDay

        @OptionGroup var who: AffairsOfficerOption

        @OptionGroup var office: AffairsOptions

        func run() throws {
            let open = try office.open()
            tell(try open.write { try $0.renewAgreement(code, until: expires, officer: who.officer, in: $1) }, open)
        }
    }

    struct End: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(vi: "Chấm dứt một thoả thuận trước ngày cuối.", en: "End an agreement before its last day.")
        )

        @Argument(help: ArgumentHelp(vi: "Mã thoả thuận.", en: "The agreement's code."))
        var code: String

        @Option(
            help: ArgumentHelp(vi: "Ngày cuối; không sau hôm nay.", en: "Its last day; not after today.", valueName: "day"),
            transform: AffairsArguments.day
        )
        var on: CalendarDay

        @Option(help: ArgumentHelp(vi: "Lý do.", en: "Why.", valueName: "text"))
        var reason: String

        @OptionGroup var who: AffairsOfficerOption

        @OptionGroup var office: AffairsOptions

        func run() throws {
            let open = try office.open()
            tell(try open.write { try $0.endAgreement(code, on: on, reason: reason, officer: who.officer, in: $1) }, open)
        }
    }

    static func tell(_ agreement: Agreement, _ open: OpenOffice<AffairsOffice>) {
        open.say(Wording(vi: "\(agreement.code): \(agreement.state.name.vi)", en: "\(agreement.code): \(agreement.state.name.en)"))
    }
}
