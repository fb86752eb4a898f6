import ArgumentParser
import Client
import Contracts

/// `cuakhau demo-agent`: one agency of the demo, as a process of its own.
struct DemoAgentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo-agent",
        abstract: "Play one agency's part in the demo.",
        shouldDisplay: false
    )

    @OptionGroup var profile: ProfileOptions

    @Option(help: "Where the outbox lies.")
    var folder: String

    @Option(help: "How many workers there are in all.")
    var workers: Int

    @Option(help: "The gates, in the order in which they share the workers.")
    var gates: String

    func run() async throws {
        let agent = try Agent(profile: try profile.load(), folder: folder, workers: workers)
        let gates = gates.split(separator: ",").map(String.init)
        switch agent.role {
        case .desk: try await agent.run(DeskScript())
        case .labour: try await agent.run(LabourScript(gates: gates))
        case .border:
            let index = gates.firstIndex(of: agent.gate) ?? 0
            let share = Array(stride(from: index, to: workers, by: gates.count)).count
            try await agent.run(CheckpointScript(share: share, isFirst: index == 0))
        case .commune: try await agent.run(CommuneScript())
        case .bank: try await agent.run(BankScript())
        case .affairs: try await agent.run(AffairsScript())
        case .centre: try await agent.run(CentreScript())
        case .police: try await agent.run(PoliceScript())
        default: throw CommandFailure(.usage, "the demo has no part for the role \(agent.role)")
        }
    }
}
