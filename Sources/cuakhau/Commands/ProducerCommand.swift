import ArgumentParser
import Client

/// `cuakhau producer`
struct ProducerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "producer",
        abstract: "Clients that have published.",
        discussion: """
            With the profile of an operator or an auditor everybody's; with any other its own.

            Example:
              cuakhau producer list --profile operator.yaml
            """,
        subcommands: [List.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every client that has published, how far it is, and whether it is here.")

        @Flag(help: "One JSON object a line.")
        var json = false

        @OptionGroup var admin: AdminOptions

        private struct Row: Encodable {
            let client: String
            let principal: String
            let last_sequence: UInt64
            let connected: Bool
            let software: String?
            let connected_since: String?
            let confirmed: UInt64
            let refused: UInt64
        }

        func run() async throws {
            let producers = try await admin.ask { try await $0.producers() }
            if json {
                for producer in producers {
                    let row = Row(
                        client: producer.client,
                        principal: producer.principal,
                        last_sequence: producer.lastSequence,
                        connected: producer.isConnected,
                        software: producer.software,
                        connected_since: producer.connectedSince.map { Times.text(microseconds: $0) },
                        confirmed: producer.confirmed,
                        refused: producer.refused
                    )
                    Terminal.write(try JSONLine.text(row))
                }
                return
            }
            var table = TextTable(["CLIENT", "LAST SEQUENCE", "CONFIRMED", "REFUSED", "SINCE", "SOFTWARE"])
            for producer in producers {
                table.append([
                    producer.client, "\(producer.lastSequence)", "\(producer.confirmed)", "\(producer.refused)",
                    producer.connectedSince.map { Times.text(microseconds: $0) } ?? "away", producer.software ?? "",
                ])
            }
            for line in table.lines { Terminal.write(line) }
        }
    }
}
