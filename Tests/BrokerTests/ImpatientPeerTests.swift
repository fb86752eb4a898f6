import Contracts
import Journal
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// Peers that have a key, and use it badly: they must cost the others nothing.
struct ImpatientPeerTests {
    let harness = CoreHarness()

    private func published(_ count: UInt64) throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish((1...count).map { .contract($0) })
        harness.settleAll()
    }

    @Test func `a consumer that is created, forgotten and created again in one burst is there once`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", consumer: "x")
        bank.unsubscribe(forget: true)
        bank.subscribe("contract.>", consumer: "x")
        harness.settleAll()
        #expect(harness.journal.consumers.count == 1)
        #expect(bank.take().compactMap(\.asSubscribed).count == 1)
    }

    @Test func `a consumer that is forgotten before it was stored leaves nothing behind`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", consumer: "x")
        bank.unsubscribe(forget: true)
        harness.settleAll()
        #expect(harness.journal.consumers.isEmpty)
        bank.subscribe("contract.>", consumer: "x")
        harness.settleAll()
        #expect(harness.journal.consumers.count == 1)
    }

    @Test func `a consumer that is forgotten while it is being stored goes with the next batch`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", consumer: "x")
        let commit = try #require(harness.takeCommit())
        bank.unsubscribe(forget: true)
        bank.subscribe("contract.>", consumer: "x")
        harness.finish(commit)
        harness.settleAll()
        #expect(harness.journal.consumers.count == 1)
        #expect(bank.take().compactMap(\.asSubscribed).count == 1)
    }

    @Test func `a failed commit takes only the consumer that was in it`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", consumer: "x")
        let commit = try #require(harness.takeCommit())
        bank.unsubscribe(forget: true)
        // A start by time is looked up first: this one has no number yet when the other fails.
        bank.subscribe("contract.>", consumer: "x", from: .timeUs(0))
        harness.journal.failure = .storageFull
        harness.finish(commit)
        harness.journal.failure = nil
        harness.settleAll()
        bank.subscribe("contract.>", consumer: "x", number: 2)
        harness.settleAll()
        #expect(harness.journal.consumers.count == 1)
        #expect(try bank.takeError() == .consumerInUse)
    }

    @Test func `one message that is never acknowledged does not fill the memory`() throws {
        var limits = BrokerLimits()
        limits.bulkReadMessagesMax = .max
        let harness = CoreHarness(limits: limits)
        let count = UInt64(DeliveryLedger.slotsMax) + 10
        let labour = try Peer.connected(harness, Cast.labour)
        for first in stride(from: UInt64(1), through: count, by: 1_000) {
            labour.publish((first...min(count, first + 999)).map { .contract($0) })
            harness.settle()
        }
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", credit: 1_000)
        harness.settle()
        var last: UInt64 = 0
        while let highest = bank.takeDelivered().map(\.position).max() {
            last = highest
            bank.acknowledge(2...highest)
            harness.settle()
        }
        #expect(last == UInt64(DeliveryLedger.slotsMax))
        bank.acknowledge(1...1)
        harness.settle()
        #expect(bank.takeDelivered().map(\.position).max() == count)
    }

    @Test func `ranges of an ACK rise, and are not without end`() throws {
        try published(3)
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>")
        harness.settle()
        _ = bank.take()
        bank.acknowledge(2...3, 1...1)
        #expect(try bank.takeError() == .malformedFrame)
        bank.acknowledge(1...2, 2...3)
        #expect(try bank.takeError() == .malformedFrame)
        var writer = AckWriter(subscription: 1)
        for position in 0...UInt64(AckReader.itemsMax) { writer.appendAcknowledged(LeaseRange(position...position)) }
        bank.send(writer.finish())
        #expect(try bank.takeError() == .malformedFrame)
        // Nothing of the refused ones took effect.
        #expect(harness.core.stats(now: harness.now).acknowledged == 0)
        bank.acknowledge(1...1, 3...3)
        #expect(harness.core.stats(now: harness.now).acknowledged == 2)
    }

    @Test func `a session that subscribes again and again and reads nothing is held back`() throws {
        var limits = BrokerLimits()
        limits.creditBytesMax = 1_000
        let harness = CoreHarness(limits: limits)
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish((1...20).map { .contract($0) })
        harness.settle()
        let bank = try Peer.connected(harness, Cast.bank)
        var bytes = 0
        for _ in 0..<100 {
            bank.subscribe("contract.>", creditBytes: 1_000)
            harness.settle()
        }
        var refusals: Set<ErrorCode> = []
        for command in bank.take() {
            if let delivery = command.asDeliver { bytes += delivery.messages.reduce(0) { $0 + $1.body.count } }
            if let error = command.asError { refusals.insert(error.code) }
        }
        #expect(bytes < 5_000)
        #expect(refusals == [.busy])
        // The next session begins with a clean sheet.
        try bank.reconnect()
        bank.subscribe("contract.>", creditBytes: 1_000)
        harness.settle()
        #expect(!bank.takeDelivered().isEmpty)
    }

    @Test func `a session has only so many readings of the journal waiting`() throws {
        var limits = BrokerLimits()
        limits.readingsPerSessionMax = 3
        let harness = CoreHarness(limits: limits)
        let bank = try Peer.connected(harness, Cast.bank)
        for _ in 0..<10 { bank.subscribe("contract.>", from: .timeUs(1)) }
        #expect(harness.takeReadings().count == 3)
        #expect(bank.takeErrors().map(\.code) == Array(repeating: .busy, count: 7))
    }

    @Test func `a frame of gaps is answered by less than it held`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        let samples = (1...500).map { Sample.contract($0) }
        labour.publish(samples, from: 1_000)
        let answer = try #require(labour.takeConfirms().first)
        #expect(answer.refused.count == 500)
        #expect(answer.refused.first?.expected == "sequence 1")
        #expect(try answer.serializedData().count < Peer.frame(samples, from: 1_000).count / 4)
    }

    @Test func `every attempt that was begun is counted, over restarts`() throws {
        try published(1)
        let bank = try Peer.connected(harness, Cast.bank)
        for attempt in UInt32(1)...5 {
            bank.subscribe("contract.>", consumer: "loans")
            harness.settleAll()
            let delivered = bank.takeDelivered()
            #expect(delivered.map(\.attempt) == [attempt])
            #expect(delivered.map(\.redelivered) == [attempt > 1])
            bank.begin(1...1)
            if attempt == 3 { harness.settleAll() }
            try bank.reconnect()
            harness.settleAll()
            if attempt == 3 {
                harness.crash()
                try bank.reconnect()
            }
        }
    }

    @Test func `software that is no plain text is refused`() throws {
        let bank = Peer(harness, Cast.bank)
        bank.sayHello(software: "a\nlevel=error")
        #expect(try bank.takeError() == .malformedFrame)
    }
}
