import Agencies
import ArgumentParser
import Foundation

/// `cuakhau demo season`
struct DemoSeasonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "season",
        abstract: "A whole season, played by the offices' own services.",
        discussion: """
            A gateway, three checkpoints, the desk, the bank, foreign affairs and the labour hub, each a process of its own in a folder of its own, and the \
            commands of their clerks, on a clock that the play moves through 103 days: orders, surveys, loans, contracts, manifests, workers out and back, \
            renewals, protection cases, an alert, a gate that is closed for three days, a checkpoint without a link for two, a correction, a late duplicate. \
            It ends with the report and the reconciliation, and with 0 only if everybody is accounted for. All people are fictitious. The same seed gives the \
            same reports.

            Examples:
              cuakhau demo
              cuakhau demo season --workers 500 --seed 7
              cuakhau demo season --report season.html
            """
    )

    @Option(help: "How many workers leave and return.")
    var workers = 5_000

    @Option(help: "Another number, another season.")
    var seed: UInt64 = 109

    @Option(help: ArgumentHelp("Write the year's report here, as a page to print; the figures beside it, ending in .csv.", valueName: "file"))
    var report: String?

    @Option(help: ArgumentHelp("Play it in this folder, which is empty or not there, and leave its files.", valueName: "dir"))
    var files: String?

    @Option(help: ArgumentHelp("Kill each office's service so many times, at moments that nobody chose.", valueName: "times"))
    var kills = 0

    @Option(
        help: ArgumentHelp("Write what every office's store says in the end, as hashes: two runs of one season have the same.", valueName: "file")
    )
    var digest: String?

    func validate() throws {
        guard (100...5_000).contains(workers) else { throw ValidationError("--workers is 100 to 5000: as many as the plan wants in a year") }
        guard (0...1_000).contains(kills) else { throw ValidationError("--kills is 0 to 1000") }
    }

    func run() async throws {
        let temporary = try files == nil ? TemporaryFolder("cuakhau-season") : nil
        let folder = try files.map(DemoFolder.make) ?? temporary?.path ?? ""
        let plan = SeasonPlan(seed: seed, workers: workers, gates: try DemoReference(folder: nil).gates.map(\.code))
        let season = try Season(plan: plan, folder: folder, killsEach: kills)
        let reckoning: SeasonReckoning
        let figures: String
        do {
            try await season.play()
            try season.writeReports(to: report)
            figures = try season.labour.run("report", "show", "\(SeasonPlan.firstDay.year)")
            reckoning = try SeasonReckoning(season)
            if let digest { try (season.stage.digests().joined(separator: "\n") + "\n").write(toFile: digest, atomically: true, encoding: .utf8) }
        } catch {
            season.stage.kill()
            Terminal.writeError("cuakhau: the season's files are in \(folder)")
            throw error
        }
        await season.stage.end()
        Terminal.write("\nThe report of \(SeasonPlan.firstDay.year)\n\n\(figures)\nThe reconciliation\n")
        for line in reckoning.lines { Terminal.write("\(line.isRight ? "✔" : "✘") \(line.text)") }
        guard reckoning.isFaultless else { throw CommandFailure(.software, "the season does not add up; its files are in \(folder)") }
        temporary?.remove()
    }
}
