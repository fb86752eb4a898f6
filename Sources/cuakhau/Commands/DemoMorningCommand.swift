import ArgumentParser
import Foundation

/// `cuakhau demo morning`
struct DemoMorningCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "morning",
        abstract: "A season's morning, played by real processes.",
        discussion: """
            A gateway and ten agencies, each a process of its own, on the loopback network, in a temporary folder. The desk posts demand, the labour \
            hub lodges manifests, three checkpoints record exits and entries; one of them loses its link, and the gateway is killed and started again. \
            It ends with a table, and with 0 only if nothing was lost and nothing reached a role that is not entitled to it. All people are fictitious.

            Examples:
              cuakhau demo morning
              cuakhau demo morning --workers 500
              cuakhau demo morning --keep
            """
    )

    @Option(help: "How many workers leave and return.")
    var workers = 5_000

    @Flag(help: "Leave the gateway running, and say how to look around.")
    var keep = false

    @Option(help: ArgumentHelp("Read the reference data from this folder, rather than the one in the program.", valueName: "dir"))
    var seeds: String?

    @Option(help: ArgumentHelp("Play it in this folder, which is empty or not there, and leave its files.", valueName: "dir"))
    var files: String?

    func validate() throws {
        guard (30...100_000).contains(workers) else { throw ValidationError("--workers is 30 to 100000") }
    }

    func run() async throws {
        let reference = try DemoReference(folder: seeds)
        let temporary = try files == nil ? TemporaryFolder("cuakhau-demo") : nil
        let folder = try files.map(DemoFolder.make) ?? temporary?.path ?? ""
        let isGood: Bool
        do {
            isGood = try await Demo(workers: workers, isKept: keep, reference: reference, folder: folder).run()
        } catch {
            Terminal.writeError("cuakhau: the demo's files are in \(folder)")
            throw error
        }
        guard isGood else {
            throw CommandFailure(.software, "the demo found a fault; its files are in \(folder)")
        }
        if !keep { temporary?.remove() }
    }
}
