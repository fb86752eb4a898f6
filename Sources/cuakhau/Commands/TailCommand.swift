import ArgumentParser
import Client

/// `cuakhau tail FILTER --profile FILE`
struct TailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Show messages as they are committed, and earlier ones.",
        discussion: """
            Shows what this principal's role may read, and of each message only the fields it may read. Without --consumer the gateway forgets \
            where it was; with it, the next start goes on after the last message shown.

            Examples:
              cuakhau tail 'crossing.>' --profile labour.yaml
              cuakhau tail '*.case.*' --profile affairs.yaml --from start --json
              cuakhau tail 'loan.>' --profile bank.yaml --consumer clerks --kind keyed --lease 60
              cuakhau tail '>' --profile labour.yaml --from 2026-10-25T00:00:00Z --count 10
            """
    )

    @Argument(help: "Types: crossing.>, *.case.*, or one name.")
    var filter: String

    @Option(help: ArgumentHelp("start, now, a position, or a time (2026-10-25T00:00:00Z).", valueName: "from"))
    var from = StartArgument(start: .now)

    @Option(help: ArgumentHelp("Stop after so many messages.", valueName: "n"))
    var count: Int?

    @Flag(help: "One JSON object a line.")
    var json = false

    @Option(help: ArgumentHelp("A durable consumer of this name.", valueName: "name"))
    var consumer: String?

    @Option(help: "Of a new consumer: exclusive, shared (several tails share its messages) or keyed (and one message of a key is out at a time).")
    var kind: ConsumerKindArgument?

    @Option(help: ArgumentHelp("Of a new shared or keyed consumer: how long a message may stay unanswered.", valueName: "seconds"))
    var lease: Double?

    @Option(help: "Why this is read; kept with the consumer.")
    var purpose = "looked at from the command line"

    @Option(help: ArgumentHelp("The number of a bulk read that two others approved: `cuakhau bulk-read` tells more.", valueName: "n"))
    var approval: UInt64?

    @OptionGroup var profile: ProfileOptions

    func validate() throws {
        if consumer == nil, kind != nil || lease != nil { throw ValidationError("--kind and --lease are for a durable consumer: --consumer NAME") }
        if let count, count < 1 { throw ValidationError("--count is at least 1") }
    }

    func run() async throws {
        var settings = Consumer.Settings(name: consumer, filter: filter, purpose: purpose, start: from.start)
        settings.approval = approval
        settings.kind = kind?.kind
        settings.lease = lease.map { .milliseconds(Int($0 * 1_000)) }
        if let count { settings.creditMessages = min(settings.creditMessages, count) }
        let tail = try Consumer(profile: try profile.load(), settings: settings)
        let types = try await withDeadline(.seconds(30), or: "no answer from the gateway within 30 s: is it running?") { try await tail.subscribed() }
        if types.isEmpty { Terminal.writeError("cuakhau: \(filter) matches no type that this role may read; `cuakhau types` lists them") }
        let text = DeliveryText(isJSON: json)
        var shown = 0
        var late = 0
        for try await delivery in tail {
            tellLate(tail, &late)
            guard Terminal.write(try text.line(delivery)) else { break }
            delivery.acknowledge()
            shown += 1
            if shown == count { break }
        }
        await tail.close()
        tellLate(tail, &late)
    }

    /// What was shown, and counts for nothing: it comes again, and may be shown twice.
    private func tellLate(_ tail: Consumer, _ told: inout Int) {
        let count = tail.lateAnswers
        guard count > told else { return }
        told = count
        Terminal.writeError("cuakhau: answers came after the lease was over: those messages come again, here or elsewhere. Use a longer --lease")
    }
}
