import Client
import Contracts
import Foundation
import Testing

extension EndToEnd {
    /// What the journal holds, once more: by hand, and in a program whose gateway goes away meanwhile.
    @Suite struct ReplayTests {
        private struct Shown: Decodable {
            let position: UInt64
            let recorded_at: String
            let replay: Bool
        }

        private struct Listed: Decodable {
            let position: UInt64
        }

        private struct Counted: Decodable, Equatable {
            let type: String
            let messages: Int
        }

        private func shown(_ lines: [String]) throws -> [Shown] { try lines.map { try JSONDecoder().decode(Shown.self, from: Data($0.utf8)) } }

        @Test(.timeLimit(.minutes(2)))
        func `an agency replays by position, time and key, and its durable consumer stays where it is`() async throws {
            // Before it starts: principals that come later are messages of the gateway's own.
            let gateway = try TestGateway(bulkReadMessages: 1_000_000)
            let border = try gateway.addPrincipal("border", .border)
            let labour = try gateway.profileFile(try gateway.addPrincipal("labour", .labour))
            try gateway.start()
            try await gateway.waitUntilListening()
            let publisher = try DirectPublisher(profile: border)
            for number in 1...6 as ClosedRange<UInt64> { _ = try await publisher.publish(Crossings.exit(key: Int(number % 2), number: number)) }
            let tail = try await Program.run(
                "tail",
                "crossing.>",
                "--profile",
                labour,
                "--from",
                "start",
                "--consumer",
                "ledger",
                "--count",
                "4",
                "--json"
            )
            let live = try shown(tail.lines)
            #expect(live.map(\.position) == [1, 2, 3, 4])
            #expect(live.allSatisfy { !$0.replay })

            func replay(_ arguments: String...) async throws -> Program.Result {
                try await Program.start(["replay", "crossing.>", "--profile", labour, "--purpose", "a test", "--json"] + arguments).result()
            }
            let all = try await replay("--beginning")
            #expect(all.status == 0, "\(all.errors)")
            #expect(try shown(all.lines).map(\.position) == Array(1...6))
            #expect(try shown(all.lines).allSatisfy(\.replay))
            #expect(all.errors == "cuakhau: 6 messages, positions 1 to 6\n")
            #expect(try shown(await replay("--from-position", "3", "--through", "5").lines).map(\.position) == [3, 4, 5])
            #expect(try shown(await replay("--from-time", live[3].recorded_at).lines).map(\.position) == [4, 5, 6])
            let key = String(repeating: "0", count: 63) + "1"
            #expect(try shown(await replay("--key", key).lines).map(\.position) == [1, 3, 5])
            let none = try await replay("--key", "nobody's")
            #expect(none.status == 0 && none.output.isEmpty && none.errors == "cuakhau: no messages\n")
            let counted = try await replay("--count").lines.map { try JSONDecoder().decode(Counted.self, from: Data($0.utf8)) }
            #expect(counted == [Counted(type: Crossings.type, messages: 6)])

            let consumers = try await Program.run("consumer", "list", "--profile", labour, "--json")
            #expect(try consumers.lines.map { try JSONDecoder().decode(Listed.self, from: Data($0.utf8)).position } == [5])
            let rest = try await Program.run("tail", "crossing.>", "--profile", labour, "--consumer", "ledger", "--count", "2", "--json")
            #expect(try shown(rest.lines).map(\.position) == [5, 6])
            #expect(gateway.log.contains("\"message\":\"replay ended\""))
            #expect(!gateway.log.contains(key))
            await publisher.close()
        }

        @Test(.timeLimit(.minutes(2)))
        func `a replay that is broken off says where to go on`() async throws {
            // Before it starts: principals that come later are messages of the gateway's own.
            let gateway = try TestGateway(bulkReadMessages: 1_000_000)
            let border = try gateway.addPrincipal("border", .border)
            let labour = try gateway.profileFile(try gateway.addPrincipal("labour", .labour))
            try gateway.start()
            try await gateway.waitUntilListening()
            let publisher = try DirectPublisher(profile: border)
            for number in 1...3 as ClosedRange<UInt64> { _ = try await publisher.publish(Crossings.exit(key: 1, number: number)) }
            await publisher.close()
            let options = ["replay", "crossing.>", "--profile", labour, "--purpose", "a test", "--json"]
            let first = try Program.start(options + ["--rate", "1"])
            try await wait(for: "the first message is shown") { first.output.contains("\n") }
            first.signal(SIGINT)
            let result = try await first.result()
            #expect(result.status == 75)
            let seen = try shown(result.lines).map(\.position)
            let next = UInt64(seen.count + 1)
            #expect(result.errors.contains("go on with --from-position \(next) --through 3"))
            let second = try await Program.start(options + ["--from-position", "\(next)", "--through", "3"]).result()
            #expect(try seen + shown(second.lines).map(\.position) == [1, 2, 3])
        }

        @Test(.timeLimit(.minutes(2)))
        func `a replay goes on after the gateway was killed, without loss or repeat`() async throws {
            let gateway = try TestGateway(bulkReadMessages: 1_000_000)
            let publisher = try DirectPublisher(profile: try gateway.addPrincipal("border", .border))
            let labour = try gateway.addPrincipal("labour", .labour)
            try gateway.start()
            try await gateway.waitUntilListening()
            for first in stride(from: 1 as UInt64, to: 3_000, by: 500) {
                _ = try await publisher.publish((first..<first + 500).map { try Crossings.exit(key: Int($0 % 10), number: $0) })
            }
            let settings = Replay.Settings(filter: "crossing.>", messagesPerSecond: 5_000, purpose: "a test", creditMessages: 200)
            let replay = try Replay(profile: labour, settings: settings)
            var positions: [UInt64] = []
            for try await delivery in replay {
                positions.append(delivery.position)
                delivery.acknowledge()
                guard positions.count == 700 else { continue }
                gateway.kill()
                try gateway.start()
                try await gateway.waitUntilListening()
                // What comes later is not of this replay.
                _ = try await publisher.publish(Crossings.exit(key: 1, number: 9_999))
            }
            let isEachOnce = positions.elementsEqual(1...3_000)
            #expect(isEachOnce, "\(positions.count)")
            #expect(replay.position == 3_001 && replay.through == 3_000)
            await replay.close()
            await publisher.close()
        }

        @Test(arguments: [
            ["--from-position", "1", "--beginning"], ["--from-time", "then"], ["--through", "0"], ["--rate", "0"], ["--key", ""],
        ])
        func `a replay asked for wrongly is a usage error`(arguments: [String]) async throws {
            let result = try await Program.start(["replay", ">", "--profile", "x", "--purpose", "a test"] + arguments).result()
            #expect(result.status == 64)
        }
    }
}
