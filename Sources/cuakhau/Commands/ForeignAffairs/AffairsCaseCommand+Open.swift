import Agencies
import ArgumentParser
import Contracts

extension AffairsCaseCommand {
    struct Open: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Mở một vụ việc được báo trực tiếp cho cơ quan này. In ra số vụ việc.",
                en: "Open a case that was told to this office itself. Prints its number."
            ),
            discussion: String(
                vi: """
                    Không có gì được công bố: ngoài cơ quan này không ai đọc vụ việc. Tin báo ẩn danh không nêu người lao động và không kèm ghi chú; \
                    không bao giờ hỏi ai là người báo.
                    """,
                en: """
                    Nothing is published: nobody but this office reads cases. An anonymous report names no worker and has no note; who reports is \
                    never asked.
                    """,
                examples: """
                    cuakhau affairs case open --channel phone --kind accident --country CN --persons 2 --officer 'Lan' --home /srv/affairs
                    cuakhau affairs case open --channel message --kind trafficking --country CN --anonymous --officer 'Lan' --home /srv/affairs
                    """
            )
        )

        @Option(
            help: ArgumentHelp(
                vi: "Tin đến bằng cách nào: \(AffairsArguments.help(AffairsWords.channels)).",
                en: "How the news came in: \(AffairsArguments.help(AffairsWords.channels)).",
                valueName: "word"
            ),
            transform: { try AffairsArguments.word($0, of: AffairsWords.channels) }
        )
        var channel: Langson_Protection_V1_CaseChannel

        @Option(
            help: ArgumentHelp(
                vi: "Sự việc: \(AffairsArguments.help(AffairsWords.kinds)).",
                en: "What has happened: \(AffairsArguments.help(AffairsWords.kinds)).",
                valueName: "word"
            ),
            transform: { try AffairsArguments.word($0, of: AffairsWords.kinds) }
        )
        var kind: Langson_Protection_V1_CaseKind

        @Option(help: ArgumentHelp(vi: "Nước, theo mã ISO 3166-1.", en: "The country, as a code of ISO 3166-1.", valueName: "code"))
        var country: String

        @Option(help: ArgumentHelp(vi: "Thành phố hoặc huyện, nếu biết.", en: "The city or county, where it is known.", valueName: "text"))
        var city = ""

        @Option(help: ArgumentHelp(vi: "Số người; 0: chưa rõ.", en: "How many people; 0: not known.", valueName: "count"))
        var persons = 0

        @Option(
            help: ArgumentHelp(
                vi: "Mã của người lao động, nếu đã đăng ký và được phép nêu.",
                en: "The worker's pseudonym, where it is one who is registered and may be named.",
                valueName: "ulid"
            )
        )
        var worker: String?

        @Flag(help: ArgumentHelp(vi: "Người báo tin không muốn bị tìm.", en: "Who reports wants nobody to look for them."))
        var anonymous = false

        @Option(
            help: ArgumentHelp(
                vi: "Thời điểm nhận tin (2026-10-25T01:00:00Z); nếu không nêu là bây giờ.",
                en: "When the news came in (2026-10-25T01:00:00Z); else now.",
                valueName: "time"
            ),
            transform: AffairsArguments.time
        )
        var at: UTCTime?

        @Option(
            help: ArgumentHelp(
                vi: "Những gì khác đã biết, không nêu tên và số giấy tờ.",
                en: "What else is known, without names and numbers.",
                valueName: "text"
            )
        )
        var note: String?

        @Option(
            help: ArgumentHelp(
                vi:
                    "Vụ việc trong 24 giờ qua trông giống hệt nhưng là vụ việc khác; lặp lại cho từng vụ việc như vậy. Nếu không nêu, cùng một tin không được mở hai lần.",
                en:
                    "A case of the last 24 hours that looks the same and is another; as often as there are such cases. Without it the same is not opened twice.",
                valueName: "case"
            )
        )
        var besides: [String] = []

        @OptionGroup var who: AffairsOfficerOption

        @OptionGroup var office: AffairsOptions

        func run() throws {
            let open = try office.open()
            let opened = try open.write { rules, transaction in
                let report = try CaseReport(
                    channel: channel,
                    kind: kind,
                    country: country,
                    city: city,
                    persons: persons,
                    workerRef: worker,
                    isAnonymous: anonymous,
                    at: at ?? transaction.now
                )
                return try rules.openCase(report, officer: who.officer, note: note, besides: besides, in: transaction)
            }
            Terminal.write(opened.id)
        }
    }
}
