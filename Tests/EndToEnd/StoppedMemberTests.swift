import Client
import Contracts
import Foundation
import Testing

extension EndToEnd {
    /// Programs that share a consumer, and one of them stands still.
    @Suite struct StoppedMemberTests {
        private static let count = 40
        private static let lease = "2"

        private struct Shown: Decodable {
            let position: UInt64
            let attempt: Int
        }

        private func start(_ profile: String, output: FileHandle? = nil) throws -> RunningProgram {
            try Program.start(
                ["tail", "crossing.>", "--profile", profile, "--consumer", "clerks", "--kind", "shared", "--lease", Self.lease, "--json"],
                output: output
            )
        }

        private func shown(_ lines: [String]) throws -> [Shown] { try lines.map { try JSONDecoder().decode(Shown.self, from: Data($0.utf8)) } }

        @Test(.timeLimit(.minutes(1)))
        func `what a member holds that is stopped past its lease goes to the other, and its late answers are refused and told`() async throws {
            // Before it starts: principals that come later are messages of the gateway's own.
            let gateway = try TestGateway()
            let publisher = try DirectPublisher(profile: try gateway.addPrincipal("huu-nghi", .border, gate: "HN"))
            let labour = try gateway.profileFile(try gateway.addPrincipal("labour", .labour))
            let administration = try Administration(profile: try gateway.addPrincipal("operator", .operator))
            try gateway.start()
            try await gateway.waitUntilListening()
            let pipe = FullPipe()
            let first = try start(labour, output: pipe.input)
            let second = try start(labour)
            func consumer() async throws -> ConsumerReport? { try await administration.consumers().first }
            try await wait(for: "both read") { try await consumer()?.subscriptions == 2 }
            var published: UInt64 = 0
            func publish(_ count: Int) async throws {
                let outcomes = try await publisher.publish((1...count).map { try Crossings.exit(key: $0, number: published + UInt64($0)) })
                #expect(outcomes.allSatisfy { if case .confirmed = $0 { true } else { false } })
                published += UInt64(count)
            }
            func waitUntilSecondHasAll() async throws {
                try await wait(for: "the other has all of them") { second.output.split(separator: "\n").count >= Int(published) }
                try await wait(for: "all of them are settled") { try await consumer()?.position == published + 1 }
            }

            // Stopped before it has begun any: nothing is charged. It sees its share when it goes on, answers, and is refused.
            try await waitUntilAtRest([first.processID, second.processID])
            first.signal(SIGSTOP)
            try await publish(Self.count)
            try await waitUntilSecondHasAll()
            let all = try shown(second.output.split(separator: "\n").map(String.init))
            #expect(all.map(\.position).sorted() == Array(1...published), "each of them once")
            #expect(all.allSatisfy { $0.attempt == 1 })
            first.signal(SIGCONT)
            try await wait(for: "the first shows its share") { !pipe.lines.isEmpty }
            // It tells with the next message that it shows; which of the two gets that is the gateway's choice.
            try await wait(for: "the first tells that it was late") {
                try await publish(1)
                return first.errors.contains("came after the lease was over")
            }
            try await wait(for: "nothing is out") { try await consumer()?.position == published + 1 }

            // Stopped while it is at one and holds others: the one is charged, the others are not.
            try await waitUntilAtRest([first.processID, second.processID])
            let before = (first: pipe.lines.count, second: second.output.split(separator: "\n").count)
            pipe.fill()
            let start = published
            try await publish(Self.count)
            try await waitUntilAtRest(try [first.processID, second.processID, #require(gateway.processID)])
            first.signal(SIGSTOP)
            let held = try #require(try await consumer()).inFlight
            #expect(held > 1)
            try await wait(for: "all of them are settled") { try await consumer()?.position == published + 1 }
            let rest = try shown(second.output.split(separator: "\n").dropFirst(before.second).map(String.init))
            #expect(rest.map(\.position).sorted() == Array((start + 1)...published), "each of them once")
            #expect(rest.map(\.attempt).sorted() == Array(repeating: 1, count: Self.count - 1) + [2])
            let report = try #require(try await consumer())
            #expect(report.inFlight == 0 && report.waiting == 0 && report.deadLetters == 0)

            // It ends its line, and shows no more of what was taken from it.
            first.signal(SIGCONT)
            try await wait(for: "the first goes on") { pipe.lines.count > before.first }
            try await waitUntilAtRest([first.processID])
            let late = try shown(Array(pipe.lines.dropFirst(before.first)))
            #expect(late.map(\.position) == rest.filter { $0.attempt == 2 }.map(\.position))
            await publisher.close()
            await administration.close()
        }
    }
}
