import Foundation
import Testing

extension EndToEnd {
    /// The benches, made small: what they did, not how long it took.
    @Suite struct BenchTests {
        private func run<Result: Decodable>(_ arguments: String..., as type: Result.Type) async throws -> Result {
            let result = try await Program.start(["bench"] + arguments + ["--json"]).result()
            #expect(result.status == 0, "\(result.errors)")
            return try JSONDecoder().decode(Result.self, from: Data(result.output.utf8))
        }

        private struct Latency: Decodable {
            let p50_us: Int
            let p99_us: Int
        }

        private struct CaughtUp: Decodable {
            let missed: Int
            let returns: Int
            let caught_up: Int
            let idle_messages: Int
            let live_messages: Int
            let idle: Latency
            let catching_up: Latency
        }

        @Test(.timeLimit(.minutes(1)))
        func `consumers that were away get all that they missed, each once and in order, while live messages flow`() async throws {
            let result = try await run("catchup", "--messages", "6000", "--live", "50", "--returns", "2", as: CaughtUp.self)
            #expect(result.missed == 6_000 && result.returns == 2)
            #expect(result.caught_up == 12_000)
            #expect(result.idle_messages == 50)
            #expect(result.live_messages > 0)
            #expect(result.idle.p50_us > 0 && result.catching_up.p50_us > 0)
        }

        private struct Verified: Decodable {
            let messages: Int
            let blocks: Int
            let resident_mib: Double
        }

        @Test(.timeLimit(.minutes(1)))
        func `a chain is verified in memory that does not grow with it`() async throws {
            let short = try await run("audit", "--messages", "20000", as: Verified.self)
            let long = try await run("audit", "--messages", "100000", as: Verified.self)
            #expect(short.blocks == 40 && long.blocks == 200 && long.messages == 100_000)
            #expect(long.resident_mib - short.resident_mib < 20)
        }

        private struct Opened: Decodable {
            let messages: Int
            let consumers: Int
            let dead_letters: Int
            let failures: Int
            let ahead_ranges: Int
            let resident_mib: Double
        }

        /// The bench itself compares what the gateway says of each consumer with what was written.
        @Test(.timeLimit(.minutes(1)))
        func `a gateway opens a long journal with every consumer where it was, and keeps no message of it in memory`() async throws {
            let short = try await run("open", "--messages", "20000", "--rest", "0", as: Opened.self)
            let long = try await run("open", "--messages", "200000", "--rest", "0", as: Opened.self)
            #expect(short.messages == 20_000 && long.messages == 200_000)
            #expect(short.consumers == 20 && long.consumers == 20)
            #expect(long.dead_letters > 10_000 && long.failures > 2_000 && long.ahead_ranges > 10_000)
            #expect(long.resident_mib < 128)
            // Ten times the messages, of 300 bytes each: 50 MiB more, were they read.
            #expect(long.resident_mib - short.resident_mib < 25)
        }
    }
}
