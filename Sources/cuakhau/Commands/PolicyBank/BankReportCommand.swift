import Agencies
import ArgumentParser

/// `cuakhau bank report disbursed|form02`
struct BankReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: String(vi: "Báo cáo gửi đầu mối lao động về các nguồn vốn.", en: "What the labour hub is told of the funds."),
        discussion: String(
            vi: "Dịch vụ tự gửi số liệu của mỗi tháng khi tháng đó kết thúc.",
            en: "The service tells of each month by itself once it is over."
        ),
        subcommands: [Disbursed.self, Form02.self]
    )

    struct Disbursed: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Số đã cho vay trong một tháng; có --send thì gửi lại.",
                en: "What was lent in a month; with --send it is told again."
            ),
            discussion: String(
                examples: """
                    cuakhau bank report disbursed --month 2025-11 --home /srv/bank
                    cuakhau bank report disbursed --month 2025-11 --send --home /srv/bank
                    """
            )
        )

        @OptionGroup var office: OfficeOptions<PolicyBank>

        @Option(help: ArgumentHelp(vi: "Tháng; không nêu thì là tháng này.", en: "The month; else this one.", valueName: "YYYY-MM"))
        var month: String?

        @Flag(help: ArgumentHelp(vi: "Gửi đầu mối lao động; tháng đó đã kết thúc.", en: "Tell the labour hub; the month is over."))
        var send = false

        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
        var json = false

        private struct Line: Encodable {
            let month: String
            let fund: String
            let loans: Int
            let total_vnd: Int64
        }

        func run() throws {
            let open = try office.open()
            var asked = LendingMonth(open.clock.now().day())
            if let month {
                guard let known = LendingMonth(month) else {
                    throw ValidationError(String(vi: "tháng viết như 2025-11", en: "a month is written as 2025-11"))
                }
                asked = known
            }
            if send { try open.write { try $0.reportLending(of: asked, in: $1) } }
            let lendings = try open.read { _, database in try FundLending.all(from: asked, through: asked, database) }
            if json {
                for lending in lendings {
                    Terminal.write(
                        try JSONLine.text(
                            Line(
                                month: asked.description,
                                fund: lending.fund.rawValue,
                                loans: SmallCount.suppressed(lending.loans),
                                total_vnd: lending.total.dong
                            )
                        )
                    )
                }
                return
            }
            var table = TextTable(
                Wording(vi: "THÁNG|NGUỒN VỐN|SỐ KHOẢN VAY|GIẢI NGÂN", en: "MONTH|FUND|LOANS|LENT")[open.language].split(separator: "|").map(
                    String.init
                )
            )
            for lending in lendings {
                table.append([
                    asked.description, lending.fund.name[open.language], SmallCount.text(lending.loans), lending.total.description,
                ])
            }
            for line in table.lines { Terminal.write(line) }
        }
    }

    struct Form02: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "form02",
            abstract: String(
                vi: "Nộp biểu 02 (kinh phí) của sáu tháng (trước ngày 20/6) hoặc cả năm (trước ngày 21/12).",
                en: "Hand in form 02, money, for a half year (before 20 June) or a year (before 21 December)."
            ),
            discussion: String(
                vi: """
                    Nộp lại thì là lần tiếp theo.
                    """,
                en: """
                    Handed in again it is the next version.
                    """,
                examples: """
                    cuakhau bank report form02 2025 --home /srv/bank
                    """
            )
        )

        @Argument(help: ArgumentHelp(vi: "Kỳ báo cáo.", en: "The period.", valueName: "YYYY|YYYY-H1|YYYY-H2"))
        var period: String

        @OptionGroup var office: OfficeOptions<PolicyBank>

        @Option(help: ArgumentHelp(vi: "Thuyết minh ngoài số liệu.", en: "What the figures do not say."))
        var narrative: String?

        func run() throws {
            guard let period = ReportPeriod(period) else {
                throw ValidationError(
                    String(vi: "kỳ báo cáo viết như 2025, 2025-H1 hoặc 2025-H2", en: "a period is written as 2025, 2025-H1 or 2025-H2")
                )
            }
            let open = try office.open()
            let version = try open.write { try $0.submitForm02(period, narrative: narrative ?? "", in: $1) }
            let isInTime = period.isInTime(open.clock.now().day())
            open.say(
                Wording(
                    vi: "Đã nộp biểu 02 kỳ \(period), lần \(version)" + (isInTime ? "." : ", sau thời hạn của kế hoạch."),
                    en: "Handed in form 02 for \(period), version \(version)" + (isInTime ? "." : ", after the plan's deadline.")
                )
            )
        }
    }
}
