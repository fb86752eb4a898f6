import ArgumentParser
import Client

/// `cuakhau replay FILTER --profile FILE`
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Read again what the gateway keeps, up to an end.",
        discussion: """
            Shows what this principal's role may read, and of each message only the fields it may read. It has a position of its own: consumers \
            stay where they are, and live messages go before it. Its last line, on standard error, says where to go on.

            Examples:
              cuakhau replay 'loan.>' --profile bank.yaml
              cuakhau replay 'crossing.>' --from 2026-10-25T00:00:00Z --rate 5000 --json --profile labour.yaml
              cuakhau replay 'demand.order.>' --key 01JB2Q9M7T4Z8W5X3V1N0K6H2D --profile desk.yaml
            """
    )

    @Argument(help: "Types: crossing.>, *.case.*, or one name.")
    var filter: String

    @Option(help: ArgumentHelp("start, a position, or a time (2026-10-25T00:00:00Z).", valueName: "from"))
    var from = StartArgument(start: .beginning)

    @Option(help: ArgumentHelp("The last position. Default: the last one there is when it begins.", valueName: "position"))
    var through: UInt64?

    @Option(help: "Only messages with this ordering key.")
    var key = ""

    @Option(help: ArgumentHelp("Messages a second, 1 to 100000.", valueName: "n"))
    var rate = 1_000

    @Flag(help: "One JSON object a line.")
    var json = false

    @Option(help: "Why this is read again; kept by the gateway.")
    var purpose = "replayed from the command line"

    @OptionGroup var profile: ProfileOptions

    func validate() throws {
        if from.start == .now { throw ValidationError("--from is start, a position, or a time such as 2026-10-25T00:00:00Z") }
    }

    func run() async throws {
        let settings = Replay.Settings(filter: filter, purpose: purpose, from: from.start, through: through, key: Array(key.utf8), rate: rate)
        let replay = try Replay(profile: try profile.load(), settings: settings)
        let end = try await withDeadline(.seconds(30), or: "no answer from the gateway within 30 s: is it running?") { try await replay.began() }
        if end == nil { Terminal.writeError("cuakhau: there is nothing to replay") }
        var shown = 0
        for try await delivery in replay {
            guard Terminal.write(try json ? DeliveryText.json(delivery) : DeliveryText.line(delivery)) else { break }
            delivery.acknowledge()
            shown += 1
        }
        await replay.close()
        Terminal.writeError("cuakhau: \(shown) messages; go on with --from \(replay.position ?? 1)")
    }
}
