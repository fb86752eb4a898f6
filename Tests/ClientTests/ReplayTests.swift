import Foundation
import SwiftProtobuf
import Testing
import Wire

@testable import Client

/// A replay's inbox and its gateway, without a socket.
@Suite(.timeLimit(.minutes(20))) struct ReplayTests {
    private let link: Link
    private let clock = TestClock()

    init() throws { link = try .idle() }

    private func inbox(start: StartPosition = .beginning, through: UInt64? = nil, _ change: (inout Replay.Settings) -> Void = { _ in }) -> Inbox {
        var settings = Replay.Settings(filter: "a.>", start: start, through: through, purpose: "test")
        change(&settings)
        let clock = clock
        return Inbox(settings: settings.consumer, replay: settings, link: link) { clock.now }
    }

    /// A session opens, and the gateway answers the subscription.
    @discardableResult
    private func open(_ inbox: Inbox, position: UInt64 = 1, through: UInt64) throws -> Subscribe {
        inbox.open()
        let subscribe = try #require(try inbox.sent(now: clock.now).first).subscribe
        let subscribed = Subscribed.with {
            $0.subscription = 1
            $0.position = position
            $0.through = through
        }
        try inbox.receive(.subscribed, subscribed, now: clock.now)
        return subscribe
    }

    private func deliver(_ positions: [UInt64], ended: Bool = false, to inbox: Inbox) throws {
        let command = Cuakhau_Wire_V1_Deliver.with { deliver in
            deliver.subscription = 1
            deliver.replay = true
            deliver.ended = ended
            deliver.messages = positions.map { position in
                .with { (message: inout Cuakhau_Wire_V1_DeliveredMessage) in
                    message.position = position
                    message.type = "a.b.v1"
                    message.id = Data(count: 16)
                    message.recordedAtUs = Int64(position) * 10
                }
            }
        }
        try inbox.receive(.deliver, command, now: clock.now)
    }

    private func next(_ inbox: Inbox) async throws -> Delivery { try #require(try await inbox.next()) }

    /// What is told within two milliseconds.
    private func told(_ inbox: Inbox) throws -> [AckRange] {
        let first = try inbox.sent(now: clock.now)
        clock.advance(2_000)
        return try (first + inbox.sent(now: clock.now)).flatMap(\.ack.ranges)
    }

    @Test func `a replay asks for what it was told to`() throws {
        let subscribe = try open(
            inbox(start: .time(7), through: 90) {
                $0.key = Array("HN".utf8)
                $0.messagesPerSecond = 50
            },
            position: 5,
            through: 90
        )
        #expect(subscribe.consumer.isEmpty && subscribe.start.at == .timeUs(7) && !subscribe.hasSettings)
        #expect(subscribe.replay.through == 90 && subscribe.replay.key == Data("HN".utf8) && subscribe.replay.messagesPerSecond == 50)
        // What cannot be meant is for the gateway to refuse.
        #expect(try open(inbox { $0.messagesPerSecond = 0 }, through: 1).replay.messagesPerSecond == .max)
        #expect(try open(inbox(), through: 1).replay == WireReplay())
    }

    @Test func `a replay ends after its last message, and closes when that is acknowledged`() async throws {
        let inbox = inbox()
        try open(inbox, through: 9)
        try deliver([2, 5], to: inbox)
        try deliver([], ended: true, to: inbox)
        let first = try await next(inbox)
        #expect(first.isReplay)
        let second = try await next(inbox)
        #expect(try await inbox.next() == nil)
        #expect(inbox.replayPosition == 2)
        first.acknowledge()
        #expect(inbox.replayPosition == 5)
        _ = try told(inbox)
        #expect(!link.isToClose)
        second.acknowledge()
        #expect(inbox.replayPosition == 10)
        #expect(try inbox.sent(now: clock.now).flatMap(\.ack.ranges).map(\.first) == [5])
        #expect(link.isToClose)
    }

    @Test func `a task that waits for the next message is told the end`() async throws {
        let inbox = inbox()
        try open(inbox, through: 9)
        let reading = Task { try await inbox.next() }
        while !inbox.isWaitedFor { await Task.yield() }
        try deliver([], ended: true, to: inbox)
        #expect(try await reading.value == nil)
        #expect(inbox.replayPosition == 10)
    }

    @Test func `what fails comes again before the sequence ends`() async throws {
        let inbox = inbox()
        try open(inbox, through: 2)
        try deliver([1, 2], to: inbox)
        try deliver([], ended: true, to: inbox)
        try await next(inbox).fail()
        try await next(inbox).acknowledge()
        #expect(inbox.replayPosition == 1)
        let reading = Task { try await inbox.next() }
        while !inbox.isWaitedFor { await Task.yield() }
        _ = try told(inbox)
        try deliver([1], to: inbox)
        let again = try #require(try await reading.value)
        #expect(again.position == 1)
        let last = Task { try await inbox.next() }
        while !inbox.isWaitedFor { await Task.yield() }
        again.acknowledge()
        #expect(try await last.value == nil)
        #expect(inbox.replayPosition == 3)
    }

    @Test func `after a lost link a replay goes on where it was, to the same end`() async throws {
        let inbox = inbox(start: .position(3))
        #expect(inbox.replayPosition == 3)
        #expect(try open(inbox, position: 3, through: 8).start.at == .position(3))
        try deliver([3, 4, 5, 6], to: inbox)
        try await next(inbox).acknowledge()
        #expect(try told(inbox).map(\.first) == [3])
        // Acknowledged, and not told.
        try await next(inbox).acknowledge()
        let held = try await next(inbox)
        #expect(inbox.lost(nil))
        #expect(inbox.replayPosition == 5)
        let subscribe = try open(inbox, position: 4, through: 8)
        #expect(subscribe.start.at == .position(4) && subscribe.replay.through == 8)
        try deliver([4, 5, 6, 7], to: inbox)
        try deliver([], ended: true, to: inbox)
        // The application has 4 and 5.
        #expect(try await next(inbox).position == 6)
        #expect(try await next(inbox).position == 7)
        #expect(try await inbox.next() == nil)
        held.acknowledge()
        #expect(try told(inbox).map(\.first) == [4])
        #expect(inbox.replayPosition == 6)
    }

    @Test func `an end that was told before the link was lost counts no more`() async throws {
        let inbox = inbox()
        try open(inbox, through: 2)
        try deliver([1, 2], to: inbox)
        try deliver([], ended: true, to: inbox)
        try await next(inbox).acknowledge()
        #expect(inbox.lost(nil))
        // 2 was not handed out: it comes again.
        try open(inbox, position: 2, through: 2)
        try deliver([2], to: inbox)
        try deliver([], ended: true, to: inbox)
        let second = try await next(inbox)
        #expect(second.position == 2)
        #expect(try await inbox.next() == nil)
        // From now on the end stays, and so does what is not acknowledged.
        #expect(inbox.lost(nil))
        #expect(inbox.replayPosition == 2)
        try open(inbox, position: 2, through: 2)
        _ = try inbox.sent(now: clock.now)
        #expect(try await inbox.next() == nil)
        #expect(!link.isToClose)
        try deliver([2], to: inbox)
        second.acknowledge()
        _ = try told(inbox)
        #expect(inbox.replayPosition == 3)
        #expect(link.isToClose)
    }

    @Test func `where too many replays run it asks again, when the gateway says`() throws {
        let inbox = inbox()
        inbox.open()
        #expect(try inbox.sent(now: clock.now).count == 1)
        let busy = ErrorCommand.with {
            $0.code = .busy
            $0.subscription = 1
            $0.retryAfterMs = 5_000
        }
        try inbox.receive(.error, busy, now: clock.now)
        let early = try inbox.filled(now: clock.now)
        #expect(early.commands.isEmpty && early.due == 5_000_000)
        clock.advance(5_000_000)
        #expect(try inbox.sent(now: clock.now).map(\.subscribe.filter) == ["a.>"])
        #expect(!link.isToClose && !link.takeRedial())
    }

    @Test func `a replay that is refused ends with the code`() async throws {
        let inbox = inbox(start: .now)
        inbox.open()
        try inbox.receiveError(.invalidSettings)
        #expect(link.isToClose)
        await #expect(throws: GatewayError.self) { try await inbox.next() }
    }
}
