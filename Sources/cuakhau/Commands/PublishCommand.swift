import ArgumentParser
import Client
import Contracts
import Foundation

/// `cuakhau publish TYPE --profile FILE (--json TEXT | --file F | -)`
struct PublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Publish messages written as JSON.",
        discussion: """
            Returns when the gateway has them on disk. With - it reads one JSON object a line from standard input; a line that is refused is \
            named and does not hold up the others. `cuakhau types TYPE` lists a type's fields and rules.

            Examples:
              cuakhau publish gate.status.changed.v1 --profile huu-nghi.yaml --file status.json
              cuakhau publish crossing.exit.recorded.v1 --profile huu-nghi.yaml - < exits.jsonl
            """
    )

    @Argument(help: "The type's name.")
    var type: String

    @Argument(help: ArgumentHelp("- to read standard input, one JSON object a line.", valueName: "-"))
    var input: String?

    @Option(help: ArgumentHelp("The message.", valueName: "text"))
    var json: String?

    @Option(help: ArgumentHelp("A file that holds the message.", valueName: "file"))
    var file: String?

    @Flag(help: "Mark as exercise or test traffic: never counted as live.")
    var exercise = false

    @Option(help: ArgumentHelp("The chain it belongs to: the id of the chain's first message.", valueName: "id"))
    var correlation: String?

    @Option(help: ArgumentHelp("The message that it follows from; with --correlation.", valueName: "id"))
    var causation: String?

    @Option(help: ArgumentHelp("How long to wait for the gateway.", valueName: "seconds"))
    var timeout = 30

    @OptionGroup var profile: ProfileOptions

    func validate() throws {
        guard input == nil || input == "-" else { throw ValidationError("unexpected \(input ?? ""): give the message by --json, --file or -") }
        guard [input != nil, json != nil, file != nil].count(where: { $0 }) == 1 else {
            throw ValidationError("give the message by exactly one of --json TEXT, --file FILE and - (standard input)")
        }
        _ = try chain()
        guard timeout > 0 else { throw ValidationError("--timeout is at least 1 second") }
    }

    private func chain() throws -> MessageChain? {
        func id(_ text: String?, _ option: String) throws -> EventID? {
            guard let text else { return nil }
            guard let id = EventID(text) else { throw ValidationError("\(option) is 32 hexadecimal digits, with or without hyphens") }
            return id
        }
        let causation = try id(causation, "--causation")
        guard let correlation = try id(correlation, "--correlation") else {
            guard causation == nil else { throw ValidationError("--causation needs --correlation: the id of the chain's first message") }
            return nil
        }
        return MessageChain(correlation: correlation, causation: causation)
    }

    func run() async throws {
        guard let type = Catalogue.standard.type(named: type) else {
            throw CommandFailure(.dataError, "there is no type \(self.type): `cuakhau types` lists them")
        }
        let profile = try profile.load()
        let lock = try self.profile.lock(waiting: "another `cuakhau publish` uses this profile: waiting for it")
        let publisher = try DirectPublisher(profile: profile, name: "cli")
        defer { withExtendedLifetime(lock) {} }
        do {
            if input == "-" {
                try await publishLines(type, publisher)
            } else {
                try await publishOne(type, publisher)
            }
        } catch {
            await publisher.close()
            throw error
        }
        await publisher.close()
    }

    private func publishOne(_ type: MessageType, _ publisher: DirectPublisher) async throws {
        let text: String
        if let file {
            do {
                text = try String(contentsOfFile: file, encoding: .utf8)
            } catch {
                throw CommandFailure(.noInput, "cannot read \(file): \(error.localizedDescription)")
            }
        } else {
            text = json ?? ""
        }
        let body = try Catalogue.standard.body(fromJSON: text, type: type)
        let message = OutgoingMessage(type: type.name, body: body, isExercise: exercise, chain: try chain())
        let position = try await withDeadline(.seconds(timeout), or: Self.silence(timeout)) { try await publisher.publish(message) }
        Terminal.write("confirmed at position \(position), id \(message.id)")
    }

    private func publishLines(_ type: MessageType, _ publisher: DirectPublisher) async throws {
        var lines = JSONLines()
        var report = Report()
        var isAtEnd = false
        let chain = try chain()
        while !isAtEnd {
            var numbers: [Int] = []
            var messages: [OutgoingMessage] = []
            while messages.count < 500 {
                guard let line = lines.next() else {
                    isAtEnd = true
                    break
                }
                do {
                    let body = try Catalogue.standard.body(fromJSON: line.text, type: type)
                    messages.append(OutgoingMessage(type: type.name, body: body, isExercise: exercise, chain: chain))
                    numbers.append(line.number)
                } catch {
                    report.refuse(line.number, error.message)
                }
            }
            let batch = messages
            guard !batch.isEmpty else { continue }
            let outcomes = try await withDeadline(.seconds(timeout), or: Self.silence(timeout)) { try await publisher.publish(batch) }
            for (number, outcome) in zip(numbers, outcomes) { report.note(number, outcome) }
        }
        Terminal.write(report.summary)
        if report.refused > 0 {
            throw CommandFailure(.dataError, "\(report.refused) of \(report.total) messages were refused; the others are published")
        }
    }

    private static func silence(_ seconds: Int) -> String {
        "no answer from the gateway within \(seconds) s: is it running, and is the profile's endpoint right? What was not confirmed may be "
            + "published again"
    }

    private struct Report {
        var confirmed = 0
        var refused = 0
        var last: UInt64 = 0
        var total: Int { confirmed + refused }
        var summary: String { confirmed == 0 ? "confirmed 0" : "confirmed \(confirmed), the last at position \(last)" }

        mutating func note(_ line: Int, _ outcome: PublishOutcome) {
            switch outcome {
            case .confirmed(let position, _):
                confirmed += 1
                last = position
            case .refused(let refusal): refuse(line, refusal.description)
            }
        }

        mutating func refuse(_ line: Int, _ reason: String) {
            refused += 1
            Terminal.writeError("line \(line): \(reason)")
        }
    }
}
