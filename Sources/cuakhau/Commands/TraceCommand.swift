import ArgumentParser
import Client

/// `cuakhau trace ID --profile FILE`
struct TraceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "The chain that a message belongs to: who published what, and who has dealt with it, when.",
        discussion: """
            Shows no message's content. With the profile of an operator or an auditor everything; with any other the messages that it published or \
            may read.

            Examples:
              cuakhau trace 01932c07-209f-7000-8000-00000000002a --profile auditor.yaml
              cuakhau trace --position 4711 --profile labour.yaml --json
            """
    )

    @OptionGroup var message: MessageOptions

    @Flag(help: "One JSON object a message.")
    var json = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let reference = try message.reference()
        let messages = try await admin.ask { administration in
            var messages: [TraceReport] = []
            var after: UInt64?
            repeat {
                let page = try await administration.trace(reference, after: after, countMax: 500)
                messages += page.messages
                after = page.next
            } while after != nil
            return messages
        }
        if json {
            for message in messages { Terminal.write(try JSONLine.text(TraceDocument(message))) }
        } else {
            for line in TraceText(messages).lines { Terminal.write(line) }
        }
    }
}
