import ArgumentParser
import Client
import UnixSignals

/// `cuakhau replay FILTER --purpose TEXT --profile FILE`
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Show messages once more, from a position or a time to an end.",
        discussion: """
            Reads what the gateway keeps, at a bounded pace and after everybody who reads what is new. It moves no consumer's position. Shows what \
            this principal's role may read, as `cuakhau tail` does; the summary goes to standard error. Ctrl-C says where to go on.

            Examples:
              cuakhau replay 'loan.>' --profile bank.yaml --from-time 2026-10-25T00:00:00Z --purpose 'mend the ledger'
              cuakhau replay 'gate.>' --profile labour.yaml --key HN --purpose 'when was the gate open' --json
              cuakhau replay 'crossing.>' --profile border.yaml --from-position 4711 --through 9000 --rate 200 --purpose 'check the count' --count
            """
    )

    @Argument(help: "Types: crossing.>, *.case.*, or one name.")
    var filter: String

    @Option(help: ArgumentHelp("Begin at this position.", valueName: "n"))
    var fromPosition: UInt64?

    @Option(help: ArgumentHelp("Begin with what was received then or later (2026-10-25T00:00:00Z).", valueName: "time"))
    var fromTime: String?

    @Flag(help: "Begin with the oldest message that is kept: so it is where nothing else is said.")
    var beginning = false

    @Option(help: ArgumentHelp("The last position; else the last one that there is.", valueName: "n"))
    var through: UInt64?

    @Option(help: ArgumentHelp("Only messages with this ordering key: its fields' text, joined by +.", valueName: "key"))
    var key: String?

    @Option(help: ArgumentHelp("At most so many messages a second, 1 to 100000; else 1000.", valueName: "n"))
    var rate: Int?

    @Option(help: "Why this is read again, in 3 to 200 bytes.")
    var purpose: String

    @Option(help: ArgumentHelp("The number of a bulk read that two others approved: `cuakhau bulk-read` tells more.", valueName: "n"))
    var approval: UInt64?

    @Flag(help: "One JSON object a line.")
    var json = false

    @Flag(help: "Show no messages, but how many there are of each type.")
    var count = false

    @OptionGroup var profile: ProfileOptions

    private func start() throws -> StartPosition {
        guard [fromPosition != nil, fromTime != nil, beginning].count(where: { $0 }) <= 1 else {
            throw ValidationError("--from-position, --from-time and --beginning exclude each other")
        }
        if let fromPosition { return .position(fromPosition) }
        guard let fromTime else { return .beginning }
        guard let time = Times.microseconds(fromTime) else { throw ValidationError("--from-time is a time such as 2026-10-25T00:00:00Z") }
        return .time(time)
    }

    func validate() throws {
        _ = try start()
        if let through, through < 1 { throw ValidationError("--through is a position: at least 1") }
        if let rate, !(1...100_000).contains(rate) { throw ValidationError("--rate is 1 to 100000 messages a second") }
        if let key, key.isEmpty { throw ValidationError("--key has no text: leave it out to get all messages") }
    }

    func run() async throws {
        var settings = Replay.Settings(filter: filter, start: try start(), through: through, messagesPerSecond: rate, purpose: purpose)
        settings.approval = approval
        settings.key = key.map { Array($0.utf8) }
        let replay = try Replay(profile: try profile.load(), settings: settings)
        let silence = "no answer from the gateway within 30 s: is it running? A principal has only a few replays at once"
        let types = try await withDeadline(.seconds(30), or: silence) { try await replay.subscribed() }
        if types.isEmpty { Terminal.writeError("cuakhau: \(filter) matches no type that this role may read; `cuakhau types` lists them") }
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let report = try await withThrowingTaskGroup(of: ReplayReport?.self) { group in
            group.addTask { try await show(replay) }
            group.addTask {
                for await _ in signals { break }
                return nil
            }
            var report: ReplayReport?
            // A signal cancels the other task, which then says how far it came.
            while report == nil, let ended = try await group.next() {
                report = ended
                group.cancelAll()
            }
            return report ?? ReplayReport()
        }
        let (position, end) = (replay.position ?? 1, replay.through ?? 0)
        await replay.close()
        if count { for line in try report.lines(json: json) { Terminal.write(line) } }
        Terminal.writeError("cuakhau: \(report.summary)")
        guard report.isInterrupted else { return }
        throw CommandFailure(.temporaryFailure, "interrupted: go on with --from-position \(position) --through \(end)")
    }

    private func show(_ replay: Replay) async throws -> ReplayReport {
        let text = DeliveryText(isJSON: json)
        var report = ReplayReport()
        var progress = ReplayProgressBar(from: replay.position ?? 1, through: replay.through ?? 0, isShown: count || !Terminal.isOutputInteractive)
        defer { progress.end() }
        for try await delivery in replay {
            if !count, !Terminal.write(try text.line(delivery)) { return report }
            report.note(delivery)
            delivery.acknowledge()
            progress.show(delivery.position, count: report.count)
        }
        report.isInterrupted = Task.isCancelled
        return report
    }
}
