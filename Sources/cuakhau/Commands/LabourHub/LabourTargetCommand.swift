import Agencies
import ArgumentParser

/// `cuakhau labour target show|record`
struct LabourTargetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "target",
        abstract: "How many go in a year, against the plan: 5,000 and 400, and 10 to 15 % more each year.",
        subcommands: [Show.self, Record.self]
    )

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The targets of a year, and how far they are reached.")

        @Argument var year: Int
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func validate() throws {
            guard (1901...2199).contains(year) else { throw ValidationError("a year from 1901 to 2199") }
        }

        func run() throws {
            let open = try office.open()
            var table = TextTable(["TARGET", "WANTED", "WENT", "REACHED", "GROWTH"])
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
            abstract: "Take down how many went to a market in a month, as the companies that sent them say."
        )

        @Option(help: "japan, korea, taiwan, malaysia, west_asia, europe, other or chongzuo.")
        var market: String
        @Option(help: ArgumentHelp("The month.", valueName: "YYYY-MM"))
        var month: String
        @Option(help: "How many.")
        var count: Int
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func validate() throws {
            guard Market.words.contains(where: { $0.word == market }) else {
                throw ValidationError("--market is one of \(Market.words.map(\.word).joined(separator: ", "))")
            }
            guard CalendarDay("\(month)-01") != nil else { throw ValidationError("--month is YYYY-MM") }
            guard (0...1_000_000).contains(count) else { throw ValidationError("--count is 0 to 1000000") }
        }

        func run() throws {
            try office.open().write { try TargetProgress.record(market: market, month: month, count: count, $1.database) }
        }
    }
}
