import Broker
import Client
import Contracts
import Foundation
import GRDBSQLite
import Testing

extension EndToEnd {
    /// The audit chain of a gateway process, as an operator and an inspector meet it.
    @Suite struct AuditTests {
        private let gateway: TestGateway
        private let folder: TestFolder
        private var key: String { (try? String(contentsOfFile: gateway.home.auditPublicKeyPath, encoding: .utf8))?.trimmed ?? "" }

        init() async throws {
            gateway = try await TestGateway.started()
            folder = try TestFolder()
        }

        private func publish(_ numbers: ClosedRange<UInt64>) async throws {
            let border = try gateway.addPrincipal("huu-nghi-\(numbers.lowerBound)", .border, gate: "HN")
            let publisher = try DirectPublisher(profile: border)
            for number in numbers { _ = try await publisher.publish(Crossings.exit(key: 1, number: number)) }
            await publisher.close()
        }

        private func audit(_ arguments: String...) async throws -> Program.Result {
            try await Program.start(["audit"] + arguments).result()
        }

        /// The verifier that shares no code with the gateway.
        private func python(_ arguments: String...) async throws -> Program.Result {
            let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Protocols/audit_verify.py").path
            return try await Program.start(["python3", script] + arguments, executable: "/usr/bin/env").result()
        }

        private func tamper(_ sql: String) throws {
            var handle: OpaquePointer?
            defer { sqlite3_close(handle) }
            try #require(sqlite3_open(gateway.journalPath, &handle) == SQLITE_OK && sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK)
        }

        @Test(.timeLimit(.minutes(2)))
        func `a running gateway's chain is verified, exported and proved, and an inspector needs neither gateway nor program`() async throws {
            try await publish(1...20)
            let home = gateway.home.path
            try await wait(for: "the first seal") { FileManager.default.fileExists(atPath: gateway.home.auditHeadPath) }
            let verified = try await audit("verify", "--home", home, "--json")
            #expect(verified.status == 0, "\(verified.errors)")
            try await gateway.stop()

            let head = try await audit("head", "--home", home)
            let seal = try folder.write(head.output, to: "head.json")
            #expect(try await audit("verify", "--home", home, "--since", seal).status == 0)

            for content in [[], ["--content"]] {
                let export = try await Program.start(["audit", "export", "--home", home] + content).result()
                let file = try folder.write(export.output, to: "chain.jsonl")
                let checked = try await python("export", file, "--key", key, "--seal", seal)
                #expect(checked.status == 0 && checked.output.contains("21 messages"), "\(checked.errors)")
                // Line by line: whatever is left out, put twice or changed is missed.
                let lines = export.lines
                for index in [1, lines.count / 2, lines.count - 2] {
                    var (without, twice) = (lines, lines)
                    without.remove(at: index)
                    twice.insert(lines[index], at: index)
                    for changed in [without, twice] {
                        let file = try folder.write(changed.joined(separator: "\n"), to: "changed.jsonl")
                        #expect(try await python("export", file, "--key", key, "--seal", seal).status == 1, "line \(index)")
                    }
                }
                let cut = try folder.write(lines.dropLast(4).joined(separator: "\n"), to: "cut.jsonl")
                #expect(try await python("export", cut, "--key", key, "--seal", seal).status == 1)

                let proof = try await Program.start(["audit", "prove", "13", "--home", home] + content).result()
                let proofFile = try folder.write(proof.output, to: "proof.json")
                #expect(try await audit("check", proofFile, "--key", key).status == 0)
                #expect(try await python("proof", proofFile, "--key", key).status == 0)
                let foreign = String(repeating: "0", count: 64)
                #expect(try await audit("check", proofFile, "--key", foreign).status == 65)
                #expect(try await python("proof", proofFile, "--key", foreign).status == 1)
                let forged = try folder.write(proof.output.replacing("huu-nghi-1", with: "huu-nghi-2"), to: "forged.json")
                #expect(try await audit("check", forged, "--key", key).status == 65)
                #expect(try await python("proof", forged, "--key", key).status == 1)
            }
        }

        @Test(.timeLimit(.minutes(2)))
        func `what was done to the journal is named with its first position`() async throws {
            try await publish(1...20)
            try await gateway.stop()
            let home = gateway.home.path
            try tamper("UPDATE message SET recorded_at = recorded_at + 1 WHERE position = 9")
            let edited = try await audit("verify", "--home", home)
            #expect(edited.status == 65)
            #expect(edited.errors.contains("position 9,"), "\(edited.errors)")
            try tamper("UPDATE message SET recorded_at = recorded_at - 1 WHERE position = 9")
            #expect(try await audit("verify", "--home", home).status == 0)
            // The end is cut off, as if it had never been: only what lies beside the journal shows it.
            try tamper(
                """
                DELETE FROM message WHERE position > 15; DELETE FROM seal WHERE block > (SELECT max(number) FROM block WHERE first <= 15);
                DELETE FROM block WHERE first > 15; UPDATE meta SET last_position = 15
                """
            )
            let cut = try await audit("verify", "--home", home)
            #expect(cut.status == 65)
            #expect(cut.errors.contains("position 16,"), "\(cut.errors)")
        }

        @Test(.timeLimit(.minutes(2)))
        func `a gateway that is started on an older journal says so, and keeps the seal that shows what is missing`() async throws {
            try await publish(1...5)
            try await gateway.stop()
            let older = folder.file("older.sqlite")
            try FileManager.default.copyItem(atPath: gateway.journalPath, toPath: older)
            try gateway.start()
            try await publish(6...9)
            try await gateway.stop()
            try FileManager.default.removeItem(atPath: gateway.journalPath)
            try FileManager.default.copyItem(atPath: older, toPath: gateway.journalPath)

            try gateway.start()
            try await wait(for: "it says so") { gateway.log.contains("the journal is not the one that was sealed last") }
            try await publish(10...12)
            try await gateway.stop()
            let home = gateway.home.path
            #expect(try await audit("verify", "--home", home).status == 0)
            let kept = try #require(FileManager.default.contentsOfDirectory(atPath: home).first { $0.hasPrefix("audit.head.lost-") })
            let verified = try await audit("verify", "--home", home, "--since", "\(home)/\(kept)")
            #expect(verified.status == 65, "\(verified.errors)")
        }
    }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
