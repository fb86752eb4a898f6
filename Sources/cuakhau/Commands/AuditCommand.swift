import ArgumentParser
import Broker
import Foundation
import Journal

/// `cuakhau audit`
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "The audit chain: prove that nothing in the journal was changed, removed or reordered.",
        discussion: """
            Every commit is hashed and chained, and about once a second the gateway signs all of it. The format is open (Protocols/AUDIT.md), and \
            Protocols/audit_verify.py checks exports and proofs without this program. All of these work beside a running gateway.

            Examples:
              cuakhau audit verify --home /srv/cuakhau
              cuakhau audit head --home /srv/cuakhau > head.json      keep it elsewhere: a journal that is rolled back does not hold it
              cuakhau audit verify --since head.json --home /srv/cuakhau
              cuakhau audit prove 4711 --home /srv/cuakhau > proof.json
              cuakhau audit check proof.json --key 5e1f…
              cuakhau audit export --home /srv/cuakhau | gzip > chain.jsonl.gz
            """,
        subcommands: [AuditVerifyCommand.self, AuditHeadCommand.self, Prove.self, Check.self, Export.self]
    )

    struct Prove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A proof that one message is in the log, as it was committed.",
            discussion: "Written as JSON. An inspector checks it offline, with the gateway's public key (audit.pub) and nothing else."
        )

        @Argument(help: "The message's position.")
        var position: UInt64

        @Flag(help: "With its key and its body as they are stored; else with their hash.")
        var content = false

        @OptionGroup var home: HomeOptions

        func run() throws {
            let proof = try AuditReader(path: home.gateway.journalPath(home.gateway.configuration())).proof(of: position, withContent: content)
            FileHandle.standardOutput.write(try AuditDocument.data(proof))
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a proof, offline.",
            discussion: "Exit code 65: it does not hold."
        )

        @Argument(help: "The proof's file.", completion: .file())
        var proof: String

        @Option(help: ArgumentHelp("The gateway's public key (audit.pub); without it the proof only fits itself.", valueName: "hex"))
        var key: String?

        func run() throws {
            guard let data = FileManager.default.contents(atPath: proof) else { throw CommandFailure(.noInput, "cannot read \(proof)") }
            guard let proof = AuditDocument.proof(data) else {
                throw CommandFailure(.dataError, "\(self.proof) is no proof: `cuakhau audit prove` writes one")
            }
            try proof.check(key: key.map(AuditKeyArgument.bytes))
            let message = proof.message
            Terminal.write(
                """
                The proof holds.
                  position   \(message.position)
                  type       \(message.type)
                  from       \(message.client), its message \(message.clientSequence)
                  received   \(Times.text(microseconds: message.recordedAt))
                  content    \(Hex.text(message.contentHash.bytes))
                  sealed     \(Times.text(microseconds: proof.seal.at)) by \(Hex.text(proof.seal.key))
                """
            )
            if key == nil { Terminal.writeError("Whose key that is was not checked: --key takes the gateway's audit.pub.") }
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The whole chain as JSON lines, in an open format.",
            discussion: "Protocols/AUDIT.md says what the lines are, and Protocols/audit_verify.py verifies them."
        )

        @Option(help: ArgumentHelp("Begin at this block.", valueName: "n"))
        var fromBlock: UInt64 = 1

        @Flag(help: "With keys and bodies as they are stored; else with their hashes.")
        var content = false

        @OptionGroup var home: HomeOptions

        func run() throws {
            let reader = try AuditReader(path: home.gateway.journalPath(home.gateway.configuration()))
            var buffer = Data()
            let count = try reader.export(from: fromBlock, withContent: content) { line in
                buffer.append(try AuditDocument.data(line))
                guard buffer.count >= 1 << 16 else { return }
                try Self.write(buffer)
                buffer.removeAll(keepingCapacity: true)
            }
            try Self.write(buffer)
            Terminal.writeError("Exported \(count) messages.")
        }

        private static func write(_ data: Data) throws {
            do { try FileHandle.standardOutput.write(contentsOf: data) } catch {
                throw CommandFailure(.inputOutput, "the export could not be written: is the disk full, or has its reader gone?")
            }
        }
    }
}
