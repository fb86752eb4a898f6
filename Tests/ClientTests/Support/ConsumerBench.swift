import Foundation
import SwiftProtobuf
import Testing
import Wire
import ZeroMQ

@testable import Client

/// A consumer's inbox, its gateway and its clock, without a socket. Leases last 30 s.
struct ConsumerBench {
    let link: Link
    let clock = TestClock()
    let inbox: Inbox

    static let lease: Int64 = 30_000_000

    init(replay: Replay.Settings? = nil, _ change: (inout Consumer.Settings) -> Void = { _ in }) throws {
        var settings = Consumer.Settings(name: "ledger", filter: "a.>", purpose: "test")
        change(&settings)
        let clock = clock
        link = try .idle()
        inbox = Inbox(settings: settings, replay: replay, link: link) { clock.now }
    }

    /// A session opens, and the gateway answers the subscription with what the consumer has.
    func open(_ kind: ConsumerKind = .exclusive, leaseMs: UInt32 = 0, attemptsMax: UInt32 = 0, position: UInt64 = 1) throws {
        inbox.open()
        #expect(try inbox.sent(now: clock.now).count == 1)
        let subscribed = Subscribed.with { subscribed in
            subscribed.subscription = 1
            subscribed.position = position
            subscribed.settings = .with {
                $0.kind = kind
                $0.leaseMs = leaseMs
                $0.attemptsMax = attemptsMax
            }
        }
        try inbox.receive(.subscribed, subscribed, now: clock.now)
    }

    func openShared() throws { try open(.shared, leaseMs: 30_000, attemptsMax: 5) }

    func deliver(_ positions: [UInt64], lease: UInt64 = 0, _ change: (inout Cuakhau_Wire_V1_DeliveredMessage) -> Void = { _ in }) throws {
        let command = Cuakhau_Wire_V1_Deliver.with { deliver in
            deliver.subscription = 1
            deliver.lease = lease
            deliver.messages = positions.map { position in
                .with { (message: inout Cuakhau_Wire_V1_DeliveredMessage) in
                    message.position = position
                    message.type = "a.b.v1"
                    message.id = Data(count: 16)
                    message.recordedAtUs = Int64(position) * 10
                    message.attempt = 1
                    change(&message)
                }
            }
        }
        try inbox.receive(.deliver, command, now: clock.now)
    }

    func next() async throws -> Delivery { try #require(try await inbox.next()) }

    func next(_ count: Int) async throws -> [Delivery] {
        var deliveries: [Delivery] = []
        for _ in 0..<count { deliveries.append(try await next()) }
        return deliveries
    }

    func refuse(_ positions: ClosedRange<UInt64>, lease: UInt64) throws {
        let command = AckRefused.with { refused in
            refused.subscription = 1
            refused.code = .leaseLost
            refused.ranges = [AckRange(positions, lease)]
        }
        try inbox.receive(.ackRefused, command, now: clock.now)
    }

    /// What the inbox tells at this moment, without waiting.
    func toldNow() throws -> [Cuakhau_Wire_V1_Ack] { try inbox.sent(now: clock.now).map(\.ack) }

    /// What the inbox tells within its two milliseconds.
    func told() throws -> [Cuakhau_Wire_V1_Ack] {
        let first = try toldNow()
        clock.advance(2_000)
        return try first + toldNow()
    }

    /// Whether the link's thread was woken since the last time.
    func isWoken() -> Bool {
        var descriptor = pollfd(fd: link.wakeup.fileDescriptor, events: Int16(POLLIN), revents: 0)
        defer { link.wakeup.drain() }
        return poll(&descriptor, 1, 0) == 1
    }
}

extension AckRange {
    init(_ positions: ClosedRange<UInt64>, _ lease: UInt64 = 0) {
        self = .with {
            $0.first = positions.lowerBound
            $0.last = positions.upperBound
            $0.lease = lease
        }
    }
}
