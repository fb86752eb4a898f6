import Agencies
import ArgumentParser

/// `cuakhau affairs missed`
struct AffairsMissedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "missed",
        abstract: String(vi: "Vụ việc và cảnh báo đã đến mà không nhận được.", en: "Cases and alerts that came and were not taken."),
        discussion: String(
            vi: """
                Bản tin bị từ chối, hoặc người liên quan đã được xóa trước khi nhận. Có thể có người đang chờ được giúp: hãy hỏi nơi gửi. Mỗi bản tin ở \
                dòng đầu của `status` cho đến khi có cán bộ xử lý.
                """,
            en: """
                A message was refused, or whoever it is about was erased before it was taken. Somebody may be waiting for help: ask who sent it. Each stays \
                in the first lines of `status` until an officer has seen to it.
                """
        ),
        subcommands: [List.self, Done.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Những bản tin chưa có cán bộ xử lý, chờ lâu nhất ở trên.",
                en: "Those that nobody has seen to, the ones that wait longest first."
            )
        )

        @Flag(help: ArgumentHelp(vi: "Cả những bản tin đã xử lý.", en: "Those that are done too."))
        var all = false

        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
        var json = false

        @OptionGroup var office: AffairsOptions

        private struct Row: Encodable {
            let message: String
            let type: String
            let principal: String
            let recorded_at: String
            let reason: String
            let state: String
            let officer: String?
            let case_id: String?
        }

        func run() throws {
            let open = try office.open()
            let language = open.language
            let messages = try open.read { _, database in try MissedMessage.list(database, includingDone: all) }
            if json {
                for message in messages {
                    let row = Row(
                        message: message.matter.id,
                        type: message.type,
                        principal: message.principal,
                        recorded_at: "\(message.recordedAt)",
                        reason: message.reason.en,
                        state: message.matter.state.rawValue,
                        officer: message.matter.officer,
                        case_id: message.matter.caseID
                    )
                    Terminal.write(try JSONLine.text(row))
                }
                return
            }
            guard !messages.isEmpty else { return open.say(Wording(vi: "Không có bản tin nào.", en: "There are none.")) }
            var table = TextTable(
                language == .vi
                    ? ["BẢN TIN", "NỘI DUNG", "NƠI GỬI", "GỬI LÚC", "TRẠNG THÁI", "LÝ DO"] : ["MESSAGE", "WHAT", "FROM", "SENT", "STATE", "WHY"]
            )
            for message in messages {
                table.append([
                    message.matter.id, message.name[language], message.principal, message.recordedAt.onBothClocks,
                    message.matter.state.name[language], ShownText.plain(message.reason[language]),
                ])
            }
            for line in table.lines { Terminal.write(line) }
        }
    }

    struct Done: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Đã hỏi nơi gửi; bản tin cũng ra khỏi `problem list`.",
                en: "Somebody has asked who sent it; it leaves `problem list` too."
            )
        )

        @Argument(help: ArgumentHelp(vi: "Như `missed list` nêu: in/12.", en: "As `missed list` shows it: in/12.", valueName: "message"))
        var id: String

        @OptionGroup var options: AffairsDoneOptions

        func run() throws { try options.finish(.missed, id) }
    }
}
