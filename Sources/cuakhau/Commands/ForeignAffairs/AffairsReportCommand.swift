import Agencies
import ArgumentParser

/// `cuakhau affairs report`
struct AffairsReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: String(
            vi: "Báo cáo sáu tháng và năm của cơ quan, để đầu mối lao động tổng hợp.",
            en: "The office's reports on a half year and a year, for the labour hub to consolidate."
        ),
        subcommands: [Submit.self]
    )

    struct Submit: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Đếm các vụ việc trong kỳ và gửi báo cáo; gửi lại là bản đính chính.",
                en: "Count the cases of a period, and hand the report in; again: a correction."
            ),
            discussion: String(
                vi: """
                    Hạn nộp: trước 20/6 cho sáu tháng, trước 21/12 cho cả năm; báo cáo muộn vẫn được nhận. Không số nào từ 1 đến 4 rời cơ quan: các \
                    phần nhỏ được gộp lại, và chỉ tiêu nhỏ không được báo.
                    """,
                en: """
                    It is due before 20 June for the half year, and before 21 December for the year; a late one is accepted. No count from 1 to 4 \
                    leaves the office: small parts are put together, and a figure that is small as a whole is not told.
                    """,
                examples: """
                    cuakhau affairs report submit 2025-H1 --officer 'Lan' --home /srv/affairs
                    """
            )
        )

        @Argument(
            help: ArgumentHelp(vi: "2025-H1, 2025-H2 hoặc 2025.", en: "2025-H1, 2025-H2 or 2025.", valueName: "period"),
            transform: AffairsArguments.period
        )
        var period: ReportPeriod

        @Option(help: ArgumentHelp(vi: "Những gì số liệu không nói.", en: "What the figures do not say.", valueName: "text"))
        var narrative: String?

        @OptionGroup var who: AffairsOfficerOption

        @OptionGroup var office: AffairsOptions

        func run() throws {
            let open = try office.open()
            let sent = try open.write { try $0.submitReport(on: period, officer: who.officer, narrative: narrative, in: $1) }
            open.say(Wording(vi: "Báo cáo kỳ \(period), lần \(sent.version):", en: "Report on \(period), version \(sent.version):"))
            for (code, total) in sent.indicators { Terminal.write("  \(code): \(total)") }
            for code in sent.suppressed { Terminal.write("  \(code): < \(SmallCount.least)") }
            if !sent.isInTime { open.say(Wording(vi: "Báo cáo gửi muộn.", en: "It is late.")) }
        }
    }
}
