import ArgumentParser
import Client

/// `cuakhau bulk-read`
struct BulkReadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bulk-read",
        abstract: "Read more stored messages about people than one may read alone: two others have to agree.",
        discussion: """
            A principal reads at most 1,000 stored messages about people a day by `cuakhau tail` and `cuakhau replay` (bulk_read_messages in gateway.yaml). For more it asks, \
            stating why; two others of the roles operator and auditor agree, each with a profile of their own; and then it reads, for a day. All of that is in the audit \
            chain. A request does not outlive a restart of the gateway.

            Example:
              cuakhau bulk-read ask 'crossing.>' --purpose 'count of October' --profile border.yaml
              cuakhau bulk-read approve 65537 --profile operator.yaml
              cuakhau bulk-read approve 65537 --profile auditor.yaml
              cuakhau replay 'crossing.>' --purpose 'count of October' --approval 65537 --count --profile border.yaml
            """,
        subcommands: [Ask.self, List.self, Approve.self, Refuse.self]
    )

    struct Ask: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Ask for it. Prints the request's number.")

        @Argument(help: "Types: crossing.>, *.case.*, or one name; as the replay will have it.")
        var filter: String

        @Option(help: "Why, in 3 to 200 bytes; as the replay will state it. Never anything about a person.")
        var purpose: String

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let (filter, purpose) = (filter, purpose)
            let read = try await admin.ask { try await $0.askBulkRead(filter, purpose: purpose) }
            Terminal.write("\(read.number)")
            Terminal.writeError("cuakhau: two of the roles operator and auditor have to agree: cuakhau bulk-read approve \(read.number)")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The requests that wait, and those that were approved.")

        @Flag(help: "One JSON object a line.")
        var json = false

        @OptionGroup var admin: AdminOptions

        private struct Row: Encodable {
            let number: UInt64
            let principal: String
            let client: String
            let filter: String
            let purpose: String
            let asked_at: String
            let approved_by: [String]
            let approved: Bool
            let expires_at: String
        }

        func run() async throws {
            let reads = try await admin.ask { try await $0.bulkReads() }
            if json {
                for read in reads {
                    let row = Row(
                        number: read.number,
                        principal: read.principal,
                        client: read.client,
                        filter: read.filter,
                        purpose: read.purpose,
                        asked_at: Times.text(microseconds: read.askedAt),
                        approved_by: read.approvedBy,
                        approved: read.isApproved,
                        expires_at: Times.text(microseconds: read.expiresAt)
                    )
                    Terminal.write(try JSONLine.text(row))
                }
                return
            }
            var table = TextTable(["NUMBER", "CLIENT", "FILTER", "PURPOSE", "APPROVED BY", "UNTIL"])
            for read in reads {
                let approvals = read.approvedBy.isEmpty ? "–" : read.approvedBy.joined(separator: ", ")
                table.append(["\(read.number)", read.client, read.filter, read.purpose, approvals, Times.text(microseconds: read.expiresAt)])
            }
            for line in table.lines { Terminal.write(line) }
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Agree to a request, as one of the two.")

        @Argument(help: "The request's number.")
        var number: UInt64

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let number = number
            let read = try await admin.ask { try await $0.approveBulkRead(number) }
            let isApproved = read?.isApproved ?? true
            Terminal.write(isApproved ? "Approved by two: it may be read for a day." : "Approved by one: one more has to agree.")
        }
    }

    struct Refuse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Refuse a request, or take back an approval: nobody reads by it any more.")

        @Argument(help: "The request's number.")
        var number: UInt64

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let number = number
            try await admin.ask { try await $0.refuseBulkRead(number) }
            Terminal.write("Refused.")
        }
    }
}
