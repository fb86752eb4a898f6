public import Agencies
public import ArgumentParser
import Foundation

/// `cuakhau labour report due|chase|show|consolidate`
struct LabourReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: String(
            vi: "Báo cáo hạn trước 20/6 và 21/12: tiếp nhận, đôn đốc, tổng hợp.",
            en: "The reports due before 20 June and 21 December: collected, chased, put together."
        ),
        subcommands: [Due.self, Chase.self, Show.self, Consolidate.self]
    )

    struct Due: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(vi: "Cơ quan nào đã nộp, cơ quan nào chậm.", en: "Who has handed in, and who is late.")
        )

        @Argument(help: ArgumentHelp(vi: "2026-H1, 2026-H2 hoặc 2026.", en: "2026-H1, 2026-H2 or 2026.", valueName: "period"))
        var period: ReportPeriod
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            let open = try office.open()
            let today = open.clock.now().day()
            let standings = try open.read { try ReportStanding.all(period, office: $0, today: today, $1) }
            var table = TextTable(
                open.language == .vi ? ["CƠ QUAN", "ĐÃ NHẬN", "SỐ NGÀY CHẬM", "ĐÃ ĐÔN ĐỐC"] : ["ORGANISATION", "RECEIVED", "DAYS LATE", "CHASED"]
            )
            for standing in standings {
                table.append([
                    standing.name[open.language], standing.receivedOn?.description ?? "–", "\(standing.daysLate)",
                    standing.chasedOn.joined(separator: " "),
                ])
            }
            for line in table.lines { Terminal.write(line) }
        }
    }

    struct Chase: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "In công văn đôn đốc từng cơ quan chậm báo cáo, và ghi nhận đã đôn đốc hôm nay.",
                en: "Print a letter to each office that is late, and note that it was asked today."
            )
        )

        @Argument(help: ArgumentHelp(vi: "2026-H1, 2026-H2 hoặc 2026.", en: "2026-H1, 2026-H2 or 2026.", valueName: "period"))
        var period: ReportPeriod
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            let open = try office.open()
            let late = try open.write { rules, transaction in
                let late = try ReportStanding.all(period, office: rules, today: transaction.today, transaction.database)
                    .filter { $0.receivedOn == nil && $0.daysLate > 0 }
                try ReportStanding.chase(late, period, in: transaction)
                return late
            }
            guard !late.isEmpty else { return open.say(Wording(vi: "Không cơ quan nào chậm.", en: "Nobody is late.")) }
            let today = open.clock.now().day().written
            for standing in late {
                open.say(Wording(vi: "Lạng Sơn, ngày \(today)", en: "Lạng Sơn, \(today)"))
                open.say(
                    Wording(
                        vi:
                            "Kính gửi: \(standing.name.vi)\nBáo cáo kỳ \(period) theo Kế hoạch 109/KH-UBND đã chậm \(standing.daysLate) ngày. Đề nghị quý cơ quan gửi báo cáo qua cổng.\n",
                        en:
                            "To: \(standing.name.en)\nThe report of \(period) under Plan 109/KH-UBND is \(standing.daysLate) days late. Please hand it in through the gateway.\n"
                    )
                )
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(vi: "Số liệu của một kỳ, để đọc ngay tại đây.", en: "The figures of a period, to read here.")
        )

        @Argument(help: ArgumentHelp(vi: "2026-H1, 2026-H2 hoặc 2026.", en: "2026-H1, 2026-H2 or 2026.", valueName: "period"))
        var period: ReportPeriod
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            let open = try office.open()
            let today = open.clock.now().day()
            let report = try open.read { try Consolidation(period, office: $0, today: today, $1) }
            for section in report.sections where !section.figures.isEmpty {
                Terminal.write(section.title[open.language])
                for figure in section.figures {
                    let (text, goal) = (figure.text(open.language), figure.goalText(open.language))
                    let measure = goal.isEmpty ? "" : Wording(vi: " trên \(goal)", en: " of \(goal)")[open.language]
                    Terminal.write("  \(figure.name[open.language]): \(text)\(measure)")
                }
            }
        }
    }

    struct Consolidate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(vi: "Tổng hợp mọi số liệu của một kỳ.", en: "Put everything of a period together."),
            discussion: String(
                vi: """
                    Ghi CSV ra đầu ra chuẩn, hoặc vào --csv, và với --html là một trang để in, có biểu đồ. Số người dưới năm không được nêu.
                    """,
                en: """
                    Writes CSV to standard output, or to --csv, and with --html a page to print, with charts. Counts of people under five are not told.
                    """,
                examples: """
                    cuakhau labour report consolidate 2025 --csv report.csv --html report.html --home /srv/labour
                    """
            )
        )

        @Argument(help: ArgumentHelp(vi: "2026-H1, 2026-H2 hoặc 2026.", en: "2026-H1, 2026-H2 or 2026.", valueName: "period"))
        var period: ReportPeriod
        @Option(help: ArgumentHelp(vi: "Ghi số liệu vào tệp này.", en: "Write the figures here.", valueName: "file"))
        var csv: String?
        @Option(help: ArgumentHelp(vi: "Ghi trang báo cáo vào tệp này.", en: "Write the page here.", valueName: "file"))
        var html: String?
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            let open = try office.open()
            let today = open.clock.now().day()
            let report = try open.read { try Consolidation(period, office: $0, today: today, $1) }
            if let csv { try write(report.csv(open.language), to: csv) }
            if let html {
                let page = ReportPage(report, language: open.language, day: today, isExercise: open.store.isExercise)
                try write(page.html, to: html)
            }
            if csv == nil, html == nil { Terminal.write(report.csv(open.language)) }
        }

        private func write(_ text: String, to path: String) throws {
            do { try text.write(toFile: path, atomically: true, encoding: .utf8) } catch {
                throw CommandFailure(.cannotCreate, String(vi: "không ghi được \(path)", en: "cannot write \(path): \(error.localizedDescription)"))
            }
        }
    }
}

extension ReportPeriod: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(argument)
    }
}
