import Agencies
import ArgumentParser

/// `cuakhau labour target show|record`
struct LabourTargetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "target",
        abstract: String(
            vi: "Số người đi trong năm so với kế hoạch: 5.000 và 400, mỗi năm tăng 10 đến 15 %.",
            en: "How many go in a year, against the plan: 5,000 and 400, and 10 to 15 % more each year."
        ),
        subcommands: [Show.self, Record.self]
    )

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(vi: "Chỉ tiêu của một năm và mức độ hoàn thành.", en: "The targets of a year, and how far they are reached.")
        )

        @Argument(help: ArgumentHelp(vi: "Năm.", en: "The year."))
        var year: Int
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func validate() throws {
            guard (1901...2199).contains(year) else { throw ValidationError(String(vi: "năm từ 1901 đến 2199", en: "a year from 1901 to 2199")) }
        }

        func run() throws {
            let open = try office.open()
            var table = TextTable(
                open.language == .vi ? ["CHỈ TIÊU", "CẦN ĐẠT", "ĐÃ ĐI", "ĐẠT", "TĂNG"] : ["TARGET", "WANTED", "WENT", "REACHED", "GROWTH"]
            )
            for progress in try open.read({ try TargetProgress.all(year, reference: $0.reference, $1) }) {
                let target = progress.target
                let wanted = target.minimum.map(String.init) ?? target.growthPercent.map { "+\($0.lowerBound)–\($0.upperBound) %" } ?? ""
                table.append([
                    target.id, wanted, SmallCount.text(progress.count), progress.percent.map { "\($0) %" } ?? "–",
                    progress.growthPercent.map { "\($0) %" } ?? "–",
                ])
            }
            for line in table.lines { Terminal.write(line) }
        }
    }

    struct Record: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Ghi số người đi một thị trường trong tháng, theo báo cáo của doanh nghiệp đưa đi.",
                en: "Take down how many went to a market in a month, as the companies that sent them say."
            )
        )

        @Option(
            help: ArgumentHelp(
                vi: "japan, korea, taiwan, malaysia, west_asia, europe, other hoặc chongzuo.",
                en: "japan, korea, taiwan, malaysia, west_asia, europe, other or chongzuo."
            )
        )
        var market: String
        @Option(help: ArgumentHelp(vi: "Tháng.", en: "The month.", valueName: "YYYY-MM"))
        var month: String
        @Option(help: ArgumentHelp(vi: "Số người.", en: "How many."))
        var count: Int
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func validate() throws {
            guard Market.words.contains(where: { $0.word == market }) else {
                throw ValidationError(
                    String(
                        vi: "--market là một trong \(Market.words.map(\.word).joined(separator: ", "))",
                        en: "--market is one of \(Market.words.map(\.word).joined(separator: ", "))"
                    )
                )
            }
            guard CalendarDay("\(month)-01") != nil else { throw ValidationError(String(vi: "--month có dạng YYYY-MM", en: "--month is YYYY-MM")) }
            guard (0...1_000_000).contains(count) else {
                throw ValidationError(String(vi: "--count từ 0 đến 1000000", en: "--count is 0 to 1000000"))
            }
        }

        func run() throws {
            try office.open().write { try TargetProgress.record(market: market, month: month, count: count, $1.database) }
        }
    }
}
