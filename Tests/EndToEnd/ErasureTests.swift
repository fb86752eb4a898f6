import Broker
import Client
import Contracts
import Foundation
import Testing

extension EndToEnd {
    /// What is about people is unreadable on the gateway's disk, and for ever once they are erased.
    @Suite struct ErasureTests {
        private let gateway: TestGateway
        private let border: Profile
        private let labour: Profile
        private let folder: TestFolder

        init() async throws {
            gateway = try await TestGateway.started()
            border = try gateway.addPrincipal("huu-nghi", .border, gate: "HN")
            labour = try gateway.addPrincipal("labour", .labour)
            folder = try TestFolder()
        }

        private func token(_ key: Int) throws -> String { Crossings.content(key: key, number: 1).documentToken }

        private func isInHome(_ text: String) throws -> Bool {
            let names = try FileManager.default.subpathsOfDirectory(atPath: gateway.home.path)
            return names.contains { FileManager.default.contents(atPath: gateway.home.path + "/" + $0)?.range(of: Data(text.utf8)) != nil }
        }

        private func publish(_ numbers: ClosedRange<UInt64>) async throws {
            let publisher = try DirectPublisher(profile: border)
            for number in numbers { _ = try await publisher.publish(Crossings.exit(key: Int(number), number: number)) }
            await publisher.close()
        }

        /// What a new reader gets, from the beginning: each message's number, or that it is erased.
        private func read(_ count: Int) async throws -> [String] {
            let consumer = try Consumer(profile: labour, settings: .init(filter: "crossing.>", purpose: "count", start: .beginning))
            var found: [String] = []
            for try await delivery in consumer {
                let exit: Langson_Crossing_V1_ExitRecorded = try delivery.decoded()
                found.append(delivery.isErased ? "erased" : "\(exit.deviceSeq)")
                delivery.acknowledge()
                if found.count == count { break }
            }
            await consumer.close()
            return found
        }

        @Test(.timeLimit(.minutes(2)))
        func `an erased person's crossings are erased for every reader, every copy and for good, and the chain holds`() async throws {
            // A consumer that is there before the first message: types become known without one.
            let watcher = try Consumer(profile: labour, settings: .init(name: "watch", filter: "crossing.>", purpose: "be there first"))
            try await watcher.subscribed()
            await watcher.close()
            try await publish(1...4)
            #expect(try await read(4) == ["1", "2", "3", "4"])
            #expect(try !isInHome(token(2)))
            let profile = try gateway.profileFile(gateway.addPrincipal("operator", .operator))
            let refused = try await Program.run("erase", try token(2), "--reason", "request 1/2026", "--profile", profile)
            #expect(refused.status == 64, "without a person's word nothing is erased: \(refused.errors)")
            let erased = try await Program.run("erase", try token(2), "--reason", "request 1/2026", "--yes", "--profile", profile)
            #expect(erased.status == 0 && erased.output.hasPrefix("Erased."), "\(erased.errors)")
            #expect(try await read(4) == ["1", "erased", "3", "4"])
            #expect(try await Program.run("audit", "verify", "--home", gateway.home.path).status == 0)

            // From the file alone, and with the master key.
            try await gateway.stop()
            try gateway.start()
            #expect(try await read(4) == ["1", "erased", "3", "4"])
            let tail = try await Program.run(
                "tail",
                "crossing.>",
                "--profile",
                try gateway.profileFile(labour),
                "--from",
                "start",
                "--count",
                "4",
                "--json"
            )
            #expect(tail.lines.filter { $0.contains("\"erased\":true") && $0.contains("\"body\":{}") }.count == 1, "\(tail.output)")
            #expect(try !gateway.log.contains(token(2)))
            #expect(try !isInHome(token(2)))
        }

        @Test(.timeLimit(.minutes(2)))
        func `without the master key a gateway does not start, and with another one neither`() async throws {
            try await publish(1...2)
            try await gateway.stop()
            let key = try #require(gateway.home.masterKeyPath(gateway.home.configuration()))
            #expect(try TestFolder.mode(of: key) == 0o600)
            #expect(!URL(fileURLWithPath: key).standardizedFileURL.path.hasPrefix(gateway.home.path + "/"))
            let text = try String(contentsOfFile: key, encoding: .utf8)
            try FileManager.default.removeItem(atPath: key)
            let missing = try await Program.run("serve", "--home", gateway.home.path)
            #expect(missing.status == 78 && missing.errors.contains("restore it from where its copy is kept"), "\(missing.errors)")

            _ = FileManager.default.createFile(atPath: key, contents: Data(String(text.trimmingCharacters(in: .newlines).reversed()).utf8))
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
            let loose = try await Program.run("serve", "--home", gateway.home.path)
            #expect(loose.status == 78 && loose.errors.contains("chmod 600"), "\(loose.errors)")
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
            let wrong = try await Program.run("serve", "--home", gateway.home.path)
            #expect(wrong.status == 78 && wrong.errors.contains("not this journal's"), "\(wrong.errors)")
        }

        @Test(.timeLimit(.minutes(2)))
        func `a new master key takes the old one's place, and the old one opens nothing any more`() async throws {
            try await publish(1...3)
            let running = try await Program.run("vault", "rotate", "--home", gateway.home.path)
            #expect(running.status == 75, "a gateway runs: \(running.errors)")
            try await gateway.stop()
            let key = try #require(gateway.home.masterKeyPath(gateway.home.configuration()))
            let old = try String(contentsOfFile: key, encoding: .utf8)
            let rotated = try await Program.run("vault", "rotate", "--home", gateway.home.path)
            #expect(rotated.status == 0 && rotated.output.contains("3 subjects"), "\(rotated.errors)\(rotated.output)")
            #expect(try String(contentsOfFile: key, encoding: .utf8) != old)
            #expect(try TestFolder.mode(of: key) == 0o600)
            try gateway.start()
            #expect(try await read(3) == ["1", "2", "3"])
            try await gateway.stop()
            try old.write(toFile: key, atomically: false, encoding: .utf8)
            #expect(try await Program.run("serve", "--home", gateway.home.path).status == 78)
        }
    }
}
