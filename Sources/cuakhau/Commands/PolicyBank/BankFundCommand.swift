import Agencies
import ArgumentParser

/// `cuakhau bank fund list`
struct BankFundCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fund",
        abstract: String(vi: "Vốn của kế hoạch: được giao, đã cho vay, đã thu nợ, còn lại.", en: "The plan's money: given, lent, repaid, left."),
        subcommands: [List.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Từng khoản vốn của kế hoạch và các nguồn vốn sử dụng khoản đó.",
                en: "Each line of the plan, and each fund that draws on it."
            ),
            discussion: String(
                vi: "province và district dùng chung một khoản, như kế hoạch quy định. Tiền thu nợ không được cho vay lại.",
                en: "province and district draw on one line, as the plan has it. What is repaid is not lent again."
            )
        )

        @OptionGroup var office: OfficeOptions<PolicyBank>

        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
        var json = false

        private struct Line: Encodable {
            let line: String
            let fund: String
            let appropriated_vnd: Int64
            let available_vnd: Int64
            let loans: Int
            let lent_vnd: Int64
            let repaid_vnd: Int64
            let outstanding_vnd: Int64
        }

        func run() throws {
            let open = try office.open()
            let standings = try open.read { _, database in try FundStanding.all(database) }
            if json {
                for standing in standings {
                    for part in standing.parts { Terminal.write(try JSONLine.text(Self.line(standing, part))) }
                }
                return
            }
            var table = TextTable(
                Wording(
                    vi: "NGUỒN VỐN|ĐƯỢC GIAO|CÒN LẠI|SỐ KHOẢN VAY|ĐÃ CHO VAY|ĐÃ THU NỢ|DƯ NỢ",
                    en: "FUND|GIVEN|LEFT|LOANS|LENT|REPAID|OWED"
                )[open.language].split(separator: "|").map(String.init)
            )
            for standing in standings {
                for (index, part) in standing.parts.enumerated() {
                    // Two funds on one line: its sum is shown once.
                    let line = index == 0 ? [standing.appropriated.description, standing.available.description] : ["″", "″"]
                    table.append(
                        [part.fund.name[open.language]] + line
                            + [String(part.loans), part.lent.description, part.repaid.description, part.outstanding.description]
                    )
                }
            }
            for line in table.lines { Terminal.write(line) }
        }

        private static func line(_ standing: FundStanding, _ part: FundStanding.Part) -> Line {
            Line(
                line: standing.line.rawValue,
                fund: part.fund.rawValue,
                appropriated_vnd: standing.appropriated.dong,
                available_vnd: standing.available.dong,
                loans: part.loans,
                lent_vnd: part.lent.dong,
                repaid_vnd: part.repaid.dong,
                outstanding_vnd: part.outstanding.dong
            )
        }
    }
}
