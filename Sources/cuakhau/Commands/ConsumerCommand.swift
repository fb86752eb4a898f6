import ArgumentParser
import Client
import Foundation

/// `cuakhau consumer`
struct ConsumerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consumer",
        abstract: "Durable consumers: list, make or change, pause, resume, delete.",
        discussion: """
            With an operator's profile everybody's; with any other its own. A consumer is named PRINCIPAL/CONSUMER.

            Examples:
              cuakhau consumer list --profile operator.yaml
              cuakhau consumer put bank/loans --filter 'loan.>' --purpose "keep the ledger" --kind keyed --attempts 5 --profile operator.yaml
              cuakhau consumer pause bank/loans --profile operator.yaml
            """,
        subcommands: [List.self, Put.self, Pause.self, Resume.self, Delete.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every durable consumer, how far it is behind, and what holds it up.")

        @Flag(help: "One JSON object a line.")
        var json = false

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let consumers = try await admin.ask { try await $0.consumers() }
            if json {
                for consumer in consumers { Terminal.write(try ConsumerDocument(consumer).line()) }
                return
            }
            var table = TextTable([
                "CONSUMER", "FILTER", "KIND", "STATE", "READERS", "POSITION", "LAG", "AGE S", "IN FLIGHT", "WAITING", "PARKED", "DEAD", "LEASE S",
                "ATTEMPTS",
            ])
            let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
            for consumer in consumers {
                table.append([
                    "\(consumer.principal)/\(consumer.name)", consumer.filter, consumer.kind,
                    (consumer.isPaused ? "paused" : consumer.subscriptions > 0 ? "connected" : "away") + (consumer.isSlow ? ", slow" : "")
                        + (consumer.expired > 0 ? ", \(consumer.expired) expired" : ""),
                    "\(consumer.subscriptions)",
                    "\(consumer.position)", "\(consumer.lag)", Times.age(since: consumer.waitingSince, at: now), "\(consumer.inFlight)",
                    "\(consumer.waiting)", "\(consumer.parked)",
                    "\(consumer.deadLetters)", consumer.lease == .zero ? "–" : "\(consumer.lease.components.seconds)",
                    consumer.attemptsMax == 0 ? "–" : "\(consumer.attemptsMax)",
                ])
            }
            for line in table.lines { Terminal.write(line) }
        }
    }

    struct Put: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a consumer, or change one and leave its position.",
            discussion: """
                Of a consumer that exists, what is not named stays: but settings (kind, lease, attempts, backoff, poison) are changed together, and \
                those not named go back to their defaults. The kind can be changed only while nobody reads it.
                """
        )

        @Argument(help: ArgumentHelp("PRINCIPAL/CONSUMER", valueName: "consumer"))
        var name: ConsumerName

        @Option(help: "Types: loan.>, *.case.*, or one name.")
        var filter: String?

        @Option(help: "Why it is read; kept with it.")
        var purpose: String?

        @Option(help: "exclusive, shared or keyed.")
        var kind: ConsumerKindArgument?

        @Option(help: ArgumentHelp("How long a delivery may stay unanswered.", valueName: "seconds"))
        var lease: Double?

        @Option(help: ArgumentHelp("Failed attempts after which a message dies.", valueName: "n"))
        var attempts: Int?

        @Option(parsing: .upToNextOption, help: ArgumentHelp("The waits after failed attempts.", valueName: "seconds"))
        var backoff: [Double] = []

        @Flag(help: "A dead letter holds back the later messages of its key (keyed consumers).")
        var blockKey = false

        @Option(help: "Where a new one begins: start, now or a position.")
        var from = "now"

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            var definition = ConsumerDefinition(principal: name.principal, name: name.consumer)
            definition.filter = filter
            definition.purpose = purpose
            definition.kind = kind?.kind
            definition.lease = lease.map { .milliseconds(Int($0 * 1_000)) }
            definition.attemptsMax = attempts
            definition.backoff = backoff.isEmpty ? nil : backoff.map { .milliseconds(Int($0 * 1_000)) }
            definition.blocksKey = blockKey ? true : nil
            switch from {
            case "start": definition.start = .beginning
            case "now": definition.start = .now
            default:
                guard let position = UInt64(from) else { throw ValidationError("--from is start, now or a position") }
                definition.start = .position(position)
            }
            let wanted = definition
            try await admin.ask { try await $0.put(wanted) }
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Stop deliveries. What is out may still be answered.")

        @Argument(help: ArgumentHelp("PRINCIPAL/CONSUMER", valueName: "consumer"))
        var name: ConsumerName

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let name = name
            try await admin.ask { try await $0.setPaused(true, principal: name.principal, consumer: name.consumer) }
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let deliveries go on.")

        @Argument(help: ArgumentHelp("PRINCIPAL/CONSUMER", valueName: "consumer"))
        var name: ConsumerName

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let name = name
            try await admin.ask { try await $0.setPaused(false, principal: name.principal, consumer: name.consumer) }
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Forget a consumer and its position.",
            discussion: "Nobody may read it, and it may have no dead letters."
        )

        @Argument(help: ArgumentHelp("PRINCIPAL/CONSUMER", valueName: "consumer"))
        var name: ConsumerName

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let name = name
            try await admin.ask { try await $0.delete(principal: name.principal, consumer: name.consumer) }
        }
    }
}

/// A consumer as JSON: names stay what they are.
private struct ConsumerDocument: Encodable {
    let principal: String
    let consumer: String
    let filter: String
    let purpose: String
    let kind: String
    let lease_ms: Int64
    let attempts_max: Int
    let backoff_ms: [Int64]
    let blocks_key: Bool
    let paused: Bool
    let created_at: String
    let position: UInt64
    let lag_messages: UInt64
    let waiting_since: String?
    let slow: Bool
    let expired: UInt64
    let subscriptions: Int
    let in_flight: Int
    let waiting: Int
    let parked: Int
    let dead_letters: Int

    init(_ report: ConsumerReport) {
        principal = report.principal
        consumer = report.name
        filter = report.filter
        purpose = report.purpose
        kind = report.kind
        lease_ms = Int64(report.lease / .milliseconds(1))
        attempts_max = report.attemptsMax
        backoff_ms = report.backoff.map { Int64($0 / .milliseconds(1)) }
        blocks_key = report.blocksKey
        paused = report.isPaused
        created_at = Times.text(microseconds: report.createdAt)
        position = report.position
        lag_messages = report.lag
        waiting_since = report.waitingSince.map { Times.text(microseconds: $0) }
        slow = report.isSlow
        expired = report.expired
        subscriptions = report.subscriptions
        in_flight = report.inFlight
        waiting = report.waiting
        parked = report.parked
        dead_letters = report.deadLetters
    }

    func line() throws -> String { try JSONLine.text(self) }
}
