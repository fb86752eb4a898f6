import Foundation
import SwiftProtobuf
import Testing
import Wire

@testable import Client

@Suite(.timeLimit(.minutes(20))) struct InboxTests {
    private let link: Link

    init() throws { link = try .idle() }

    private func inbox(name: String? = nil, start: StartPosition = .beginning) -> Inbox {
        Inbox(settings: .init(name: name, filter: "a.>", purpose: "test", start: start), link: link)
    }

    private func deliver(_ positions: [UInt64], to inbox: Inbox) throws {
        let command = Cuakhau_Wire_V1_Deliver.with { deliver in
            deliver.subscription = 1
            deliver.messages = positions.map { position in
                .with { (message: inout Cuakhau_Wire_V1_DeliveredMessage) in
                    message.position = position
                    message.type = "a.b.v1"
                    message.id = Data(count: 16)
                    message.recordedAtUs = Int64(position) * 10
                }
            }
        }
        try inbox.receive(.deliver, command)
    }

    // MARK: Waiting

    @Test func `a cancelled task no longer waits for the subscription, nor for a delivery`() async throws {
        let inbox = inbox()
        let subscribing = Task { try await inbox.waitUntilSubscribed() }
        subscribing.cancel()
        await #expect(throws: CancellationError.self) { try await subscribing.value }
        let reading = Task { try await inbox.next() }
        reading.cancel()
        #expect(try await reading.value == nil)
        #expect(inbox.waiterCount == 0)
    }

    @Test func `what is in the buffer is not handed out after the end`() async throws {
        let inbox = inbox()
        inbox.open()
        try deliver([1, 2], to: inbox)
        #expect(try await inbox.next()?.position == 1)
        inbox.ended(nil)
        #expect(try await inbox.next() == nil)
    }

    // MARK: Subscribing

    private func subscribe(_ inbox: Inbox, answer position: UInt64? = nil) throws -> Start.OneOf_At? {
        inbox.open()
        let start = try inbox.sent().first?.subscribe.start.at
        if let position {
            let subscribed = Subscribed.with {
                $0.subscription = 1
                $0.position = position
            }
            try inbox.receive(.subscribed, subscribed)
        }
        return start
    }

    private func acknowledgeNext(_ inbox: Inbox) async throws {
        let delivery = try #require(try await inbox.next())
        delivery.acknowledge()
        _ = try inbox.filled(now: 0)
        _ = try inbox.filled(now: 1_000_000)
    }

    @Test func `an ephemeral consumer goes on where it first began, until it has acknowledged something`() async throws {
        let inbox = inbox(start: .now)
        #expect(try subscribe(inbox, answer: 41) == .now(true))
        #expect(inbox.lost(nil))
        // What came meanwhile is not passed over.
        #expect(try subscribe(inbox, answer: 41) == .position(41))
        try deliver([44, 45], to: inbox)
        try await acknowledgeNext(inbox)
        #expect(inbox.lost(nil))
        #expect(try subscribe(inbox) == .position(45))
    }

    @Test func `a durable consumer that the gateway does not know any more begins where it was to begin`() async throws {
        let inbox = inbox(name: "ledger", start: .beginning)
        #expect(try subscribe(inbox, answer: 1) == .beginning(true))
        try deliver([1], to: inbox)
        try await acknowledgeNext(inbox)
        #expect(inbox.lost(nil))
        #expect(try subscribe(inbox) == .beginning(true))
    }

    @Test func `an acknowledgement that the gateway ended the subscription before is passing trouble`() async throws {
        let inbox = inbox()
        _ = try subscribe(inbox, answer: 1)
        try inbox.receiveError(.storageFailed)
        try inbox.receiveError(.unknownSubscription)
        #expect(!link.isToClose)
        #expect(link.takeRedial())
        #expect(inbox.lost(nil))
        #expect(try subscribe(inbox) == .position(1))
    }

    @Test func `a subscription that is refused ends the consumer`() async throws {
        let inbox = inbox()
        _ = try subscribe(inbox)
        try inbox.receiveError(.invalidFilter)
        #expect(link.isToClose)
        await #expect(throws: GatewayError.self) { try await inbox.next() }
    }
}
