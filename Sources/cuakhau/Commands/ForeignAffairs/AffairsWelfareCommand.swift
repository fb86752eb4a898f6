import Agencies
import ArgumentParser

/// `cuakhau affairs welfare`
struct AffairsWelfareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "welfare",
        abstract: String(
            vi: "Người lao động chưa thấy trở về: cần có người hỏi thăm.",
            en: "Workers who have not been seen returning: somebody should ask whether all is well."
        ),
        subcommands: [List.self, Done.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Những việc chưa có cán bộ xem, chờ lâu nhất ở trên.",
                en: "Those that nobody has looked at, the ones that wait longest first."
            ),
            discussion: String(
                vi: "Danh sách này là về con người: ai đã xem và xem lúc nào được lưu năm năm.",
                en: "It is about people: that the list was looked at, by whom and when, is kept for five years."
            )
        )

        @Flag(help: ArgumentHelp(vi: "Cả những việc đã xem xong.", en: "Those that are done too."))
        var all = false

        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
        var json = false

        @OptionGroup var who: AffairsOfficerOption

        @OptionGroup var office: AffairsOptions

        private struct Row: Encodable {
            let contract_ref: String
            let worker_ref: String
            let valid_until: String
            let days_past: Int
            let state: String
            let case_id: String?
        }

        func run() throws {
            let open = try office.open()
            let matters = try open.write { rules, transaction in
                try transaction.noteReading(.welfare, officer: who.officer)
                return try WelfareMatter.list(transaction.database, includingDone: all)
            }
            var table = TextTable(
                open.language == .vi
                    ? ["HỢP ĐỒNG", "NGƯỜI LAO ĐỘNG", "NGÀY CUỐI", "SỐ NGÀY QUÁ HẠN", "TRẠNG THÁI"]
                    : ["CONTRACT", "WORKER", "LAST DAY", "DAYS PAST", "STATE"]
            )
            for found in matters {
                if json {
                    let row = Row(
                        contract_ref: found.matter.id,
                        worker_ref: found.workerRef,
                        valid_until: "\(found.validUntil)",
                        days_past: found.daysPast,
                        state: found.matter.state.rawValue,
                        case_id: found.matter.caseID
                    )
                    Terminal.write(try JSONLine.text(row))
                } else {
                    table.append([
                        found.matter.id, found.workerRef, found.validUntil.written, "\(found.daysPast)", found.matter.state.name[open.language],
                    ])
                }
            }
            if !json { for line in table.lines { Terminal.write(line) } }
        }
    }

    struct Done: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Đã hỏi thăm. Lần nhắc sau sẽ đưa việc trở lại, trừ khi có vụ việc đang mở theo dõi.",
                en: "Somebody has asked. A later reminder brings it back, unless an open case follows it."
            )
        )

        @Argument(help: ArgumentHelp(vi: "Hợp đồng, như `welfare list` nêu.", en: "The contract, as `welfare list` shows it.", valueName: "contract"))
        var id: String

        @OptionGroup var options: AffairsDoneOptions

        func run() throws { try options.finish(.welfare, id) }
    }
}
