import SwiftProtobuf
import Testing
import Wire

@testable import Client

/// A replay's half of a link: what it asks for, through lost sessions, and how it ends.
struct ReplayTests {
    let bench: ConsumerBench

    init() throws {
        bench = try ConsumerBench(replay: Replay.Settings(filter: "a.>", purpose: "test", from: .position(5), key: [1], rate: 7)) { $0.name = nil }
    }

    private func subscribed(through: UInt64) throws {
        try bench.inbox.receive(
            .subscribed,
            Subscribed.with {
                $0.subscription = 1
                $0.position = 5
                $0.through = through
            }
        )
    }

    private func asked() throws -> Subscribe {
        bench.inbox.open()
        return try #require(try bench.inbox.sent().first).subscribe
    }

    @Test func `it asks for what it was told to`() throws {
        let command = try asked()
        #expect(command.consumer.isEmpty)
        #expect(command.replay.key == .init([1]))
        #expect(command.replay.messagesPerSecond == 7)
        #expect(command.replay.through == 0)
        #expect(!command.hasSettings)
    }

    @Test func `after a lost session it goes on behind what was acknowledged, to the same end`() async throws {
        _ = try asked()
        try subscribed(through: 9)
        try bench.deliver([5, 6, 7])
        let deliveries = try await bench.next(2)
        deliveries.forEach { $0.acknowledge() }
        _ = try bench.told()
        #expect(bench.inbox.lost(nil))
        #expect(bench.inbox.position == 7)
        let again = try asked()
        #expect(again.start.position == 7)
        #expect(again.replay.through == 9)
    }

    @Test func `it ends when the gateway says so`() async throws {
        _ = try asked()
        try subscribed(through: 9)
        #expect(!bench.link.isToClose)
        try bench.inbox.receive(
            .deliver,
            Cuakhau_Wire_V1_Deliver.with {
                $0.subscription = 1
                $0.replay = true
                $0.ended = true
            }
        )
        #expect(bench.link.isToClose)
        bench.inbox.ended(nil)
        #expect(try await bench.inbox.next() == nil)
    }
}
