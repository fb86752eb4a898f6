import Agencies
import ArgumentParser

/// `cuakhau affairs handover`
struct AffairsHandoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handover",
        abstract: String(
            vi: "Các đợt bàn giao tại cửa khẩu: trong đó có thể có vụ việc cần bảo hộ.",
            en: "Groups that were handed over at a gate: there may be cases among them."
        ),
        subcommands: [List.self, Done.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Những việc chưa có cán bộ xem, chờ lâu nhất ở trên.",
                en: "Those that nobody has looked at, the ones that wait longest first."
            )
        )

        @Flag(help: ArgumentHelp(vi: "Cả những việc đã xem xong.", en: "Those that are done too."))
        var all = false

        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
        var json = false

        @OptionGroup var office: AffairsOptions

        private struct Row: Encodable {
            let batch_id: String
            let gate: String
            let at: String
            let adults: Int
            let minors: Int
            let needs: [String]
            let state: String
            let case_id: String?
        }

        func run() throws {
            let open = try office.open()
            let language = open.language
            let groups = try open.read { _, database in try HandoverMatter.list(database, includingDone: all) }
            var table = TextTable(
                language == .vi
                    ? ["ĐỢT", "CỬA KHẨU", "LÚC", "NGƯỜI LỚN", "TRẺ EM", "NHU CẦU", "TRẠNG THÁI"]
                    : ["GROUP", "GATE", "AT", "ADULTS", "MINORS", "NEEDS", "STATE"]
            )
            for group in groups {
                let matter = group.matter
                if json {
                    let row = Row(
                        batch_id: matter.id,
                        gate: group.gate,
                        at: "\(group.at)",
                        adults: group.adults,
                        minors: group.minors,
                        needs: group.needs,
                        state: matter.state.rawValue,
                        case_id: matter.caseID
                    )
                    Terminal.write(try JSONLine.text(row))
                } else {
                    table.append([
                        matter.id, group.gate, group.at.onBothClocks, "\(group.adults)", "\(group.minors)",
                        group.needs.map { AffairsWords.needs.name($0)[language] }.joined(separator: ", "), matter.state.name[language],
                    ])
                }
            }
            if !json { for line in table.lines { Terminal.write(line) } }
        }
    }

    struct Done: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(vi: "Đã xem trong đợt bàn giao có vụ việc nào không.", en: "Somebody has looked for cases among them.")
        )

        @Argument(help: ArgumentHelp(vi: "Như `handover list` nêu.", en: "As `handover list` shows it.", valueName: "group"))
        var id: String

        @OptionGroup var options: AffairsDoneOptions

        func run() throws { try options.finish(.handover, id) }
    }
}
