import ArgumentParser
import Client
import Contracts
import Foundation

/// `cuakhau dead`
struct DeadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead",
        abstract: "Dead letters: messages that a consumer could not deal with.",
        discussion: """
            They wait, with their message, until a person tries them again or throws them away. With an operator's profile everybody's, without \
            their contents; with any other its own.

            Examples:
              cuakhau dead list --profile operator.yaml
              cuakhau dead show bank/loans 4711 --profile bank.yaml
              cuakhau dead retry bank/loans --types 'loan.>' --profile operator.yaml
              cuakhau dead discard bank/loans --position 4711 --profile operator.yaml
            """,
        subcommands: [List.self, Show.self, Retry.self, Discard.self]
    )

    /// What narrows a selection.
    struct Selection: ParsableArguments {
        @Option(help: "Types: loan.>, *.case.*, or one name.")
        var types: String?

        @Option(help: "One ordering key.")
        var key: String?

        @Option(help: ArgumentHelp("Died at this time or later (2026-10-25T00:00:00Z).", valueName: "time"))
        var since: String?

        @Option(help: ArgumentHelp("Died at this time or earlier.", valueName: "time"))
        var until: String?

        @Option(help: "One message by its position.")
        var position: UInt64?

        func selection(_ principal: String?, _ consumer: String?) throws -> DeadLetterSelection {
            var selection = DeadLetterSelection(principal: principal, consumer: consumer)
            selection.types = types
            selection.key = key.map { Array($0.utf8) }
            selection.from = try since.map(Self.time)
            selection.to = try until.map(Self.time)
            selection.position = position
            return selection
        }

        private static func time(_ text: String) throws -> Int64 {
            guard let time = Times.microseconds(text) else { throw ValidationError("\(text) is no time such as 2026-10-25T00:00:00Z") }
            return time
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Dead letters, oldest first, with why they died.")

        @Argument(help: ArgumentHelp("PRINCIPAL/CONSUMER; absent: all.", valueName: "consumer"))
        var name: ConsumerName?

        @OptionGroup var selection: Selection

        @Option(help: ArgumentHelp("At most so many.", valueName: "n"))
        var count = 1_000

        @Flag(help: "One JSON object a line.")
        var json = false

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let wanted = try selection.selection(name?.principal, name?.consumer)
            let count = max(1, count)
            let letters = try await admin.ask { administration in
                var letters: [DeadLetterReport] = []
                var after: UInt64?
                repeat {
                    let page = try await administration.deadLetters(wanted, after: after, countMax: min(500, count - letters.count))
                    letters += page.letters
                    after = page.next
                } while after != nil && letters.count < count
                return letters
            }
            if json {
                for letter in letters { Terminal.write(try JSONLine.text(DeadLetterDocument(letter))) }
                return
            }
            var table = TextTable(["CONSUMER", "POSITION", "TYPE", "ATTEMPTS", "DIED", "LAST CAUSE", "REASON", "STATE"])
            for letter in letters {
                table.append([
                    "\(letter.principal)/\(letter.consumer)", "\(letter.position)", letter.type, "\(letter.attempts)",
                    Times.text(microseconds: letter.diedAt), letter.history.last?.cause ?? "", letter.history.last?.reason ?? "",
                    letter.isRetrying ? "tried again" : letter.isBlocking ? "blocks its key" : "waits",
                ])
            }
            for line in table.lines { Terminal.write(line) }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One dead letter with its attempts; and its message, to the consumer's own principal."
        )

        @Argument(help: ArgumentHelp("PRINCIPAL/CONSUMER", valueName: "consumer"))
        var name: ConsumerName

        @Argument(help: "The message's position.")
        var position: UInt64

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            var wanted = DeadLetterSelection(principal: name.principal, consumer: name.consumer)
            wanted.position = position
            let selection = wanted
            let page = try await admin.ask { try await $0.deadLetters(selection, bodies: true) }
            guard let letter = page.letters.first else {
                throw CommandFailure(
                    .dataError,
                    "\(name.principal)/\(name.consumer) has no dead letter at \(position): `cuakhau dead list` shows them"
                )
            }
            Terminal.write(try JSONLine.text(DeadLetterDocument(letter)))
            guard !letter.body.isEmpty, let type = Catalogue.standard.type(named: letter.type) else { return }
            Terminal.write(try Catalogue.standard.json(fromBody: letter.body, type: type))
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Try dead letters again, with all attempts before them.")

        @Argument(help: ArgumentHelp("PRINCIPAL/CONSUMER", valueName: "consumer"))
        var name: ConsumerName

        @OptionGroup var selection: Selection

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let wanted = try selection.selection(name.principal, name.consumer)
            let count = try await admin.ask { try await $0.retry(wanted) }
            Terminal.write("\(count) are tried again")
        }
    }

    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Throw dead letters away for good.")

        @Argument(help: ArgumentHelp("PRINCIPAL/CONSUMER", valueName: "consumer"))
        var name: ConsumerName

        @OptionGroup var selection: Selection

        @Flag(help: "Without it a selection that names nothing but the consumer is refused.")
        var all = false

        @OptionGroup var admin: AdminOptions

        func validate() throws {
            let isNarrow =
                selection.types != nil || selection.key != nil || selection.since != nil || selection.until != nil || selection.position != nil
            guard all || isNarrow else { throw ValidationError("this throws away every dead letter of the consumer: say --all if that is meant") }
        }

        func run() async throws {
            let wanted = try selection.selection(name.principal, name.consumer)
            let count = try await admin.ask { try await $0.discard(wanted) }
            Terminal.write("\(count) are discarded")
        }
    }
}

/// A dead letter as JSON: names stay what they are.
private struct DeadLetterDocument: Encodable {
    struct Attempt: Encodable {
        let at: String
        let cause: String
        let reason: String
    }

    let principal: String
    let consumer: String
    let position: UInt64
    let type: String
    let id: String
    let publisher: String
    let key: String
    let recorded_at: String
    let died_at: String
    let attempts: Int
    let history: [Attempt]
    let blocking: Bool
    let retrying: Bool
    let exercise: Bool

    init(_ letter: DeadLetterReport) {
        principal = letter.principal
        consumer = letter.consumer
        position = letter.position
        type = letter.type
        id = letter.id?.description ?? ""
        publisher = letter.publisher
        key = String(decoding: letter.key, as: UTF8.self)
        recorded_at = Times.text(microseconds: letter.recordedAt)
        died_at = Times.text(microseconds: letter.diedAt)
        attempts = letter.attempts
        history = letter.history.map { Attempt(at: Times.text(microseconds: $0.at), cause: $0.cause, reason: $0.reason) }
        blocking = letter.isBlocking
        retrying = letter.isRetrying
        exercise = letter.isExercise
    }
}
