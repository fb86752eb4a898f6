import Broker
import Client
import Contracts
import Foundation
import Testing

@testable import cuakhau

extension EndToEnd {
    /// A whole province that comes back at once.
    @Suite struct ReconnectTests {
        private static let publishers = 300
        private static let readers = 100
        /// Below the sessions that one principal may have.
        private static let sessionsOfPrincipal = 50

        @Test(.timeLimit(.minutes(1)))
        func `four hundred clients come back when a killed gateway does, and nothing is lost or doubled`() async throws {
            // A client of this process takes about a dozen.
            OpenFiles.raiseLimit()
            let gateway = try await TestGateway.started()
            let folder = try TestFolder()
            let operatorProfile = try gateway.addPrincipal("operator", .operator)
            var profiles: [String: Profile] = [:]
            func profile(_ kind: String, _ number: Int, _ role: Role) throws -> Profile {
                let name = "\(kind)-\(number / Self.sessionsOfPrincipal)"
                if let known = profiles[name] { return known }
                profiles[name] = try gateway.addPrincipal(name, role)
                return profiles[name]!
            }
            let publishers = try (0..<Self.publishers).map { number in
                var options = Publisher.Options()
                options.name = "terminal-\(number)"
                return try Publisher(profile: try profile("border", number, .border), outbox: folder.file("\(number)"), options: options)
            }
            let readers = try (0..<Self.readers).map { try CrashReader(profile("labour", $0, .labour), name: "ledger-\($0)") }
            for reader in readers { reader.start() }
            let sessions = UInt32(Self.publishers + Self.readers)

            for (number, publisher) in publishers.enumerated() {
                try await publisher.publish(try Crossings.exit(key: number, number: UInt64(number + 1)))
            }
            try await wait(for: "all is confirmed", within: .seconds(20)) { try publishers.allSatisfy { try $0.status().confirmed == 1 } }
            // Killed while messages are on their way to the readers.
            try await wait(for: "some has been read") { readers.allSatisfy { $0.count > 0 } }
            gateway.kill()
            for (number, publisher) in publishers.enumerated() {
                try await publisher.publish(try Crossings.exit(key: number, number: UInt64(Self.publishers + number + 1)))
            }

            let start = ContinuousClock.now
            try gateway.start()
            try await wait(for: "all are back") {
                // The asking is a session too.
                try await GatewayStats.request(profile: operatorProfile).sessions == sessions + 1
            }
            let back = ContinuousClock.now - start
            try await wait(for: "all is confirmed", within: .seconds(20)) { try publishers.allSatisfy { try $0.status().confirmed == 2 } }
            let total = 2 * Self.publishers
            try await wait(for: "all is read", within: .seconds(20)) { readers.allSatisfy { $0.count >= total } }
            print("\(sessions) clients were back after \(back); the gateway held \(try gateway.residentBytes() >> 20) MiB")

            for reader in readers {
                let positions = reader.all.map(\.position)
                let isInOrder = zip(positions, positions.dropFirst()).allSatisfy { $0 < $1 }
                #expect(isInOrder && positions.count == total)
                #expect(Set(reader.all.map(\.name.number)) == Set(1...UInt64(total)))
            }
            #expect(try publishers.allSatisfy { try $0.status().refused == 0 })
            await withTaskGroup(of: Void.self) { group in
                for publisher in publishers { group.addTask { await publisher.close() } }
                for reader in readers { group.addTask { try? await reader.finish() } }
            }
            #expect(try await gateway.stop() == 0)
        }

        @Test func `a gateway takes as many connections as the system lets it, not as many as a shell begins with`() async throws {
            let gateway = try TestGateway()
            let program = try Program.start(
                ["-c", "ulimit -Sn 200 && exec \"$0\" serve --home \"$1\" --log-format json", Program.path, gateway.home.path],
                executable: "/bin/sh"
            )
            try await wait(for: "it listens") { program.errors.contains("\"listening\"") }
            let limits = try String(contentsOfFile: "/proc/\(program.processID)/limits", encoding: .utf8)
            let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max open files") })
            let numbers = line.split(separator: " ").compactMap { Int($0) }
            #expect(numbers.count == 2 && numbers[0] == numbers[1])
        }
    }
}
