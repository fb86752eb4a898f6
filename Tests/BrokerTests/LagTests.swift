import Contracts
import Journal
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// How far behind a consumer is, in messages and in time, and when it is called slow.
struct LagTests {
    private func info(_ harness: CoreHarness, _ desk: Peer) throws -> ConsumerInfo {
        desk.send(.adminRequest, AdminRequest.with { $0.listConsumers = ListConsumers() })
        return try #require(desk.take().compactMap(\.asAdminResponse).first?.consumerList.consumers.first)
    }

    private func pass(_ harness: CoreHarness, _ duration: Duration) {
        harness.advance(duration)
        harness.tick()
        harness.settle()
        harness.tick()
    }

    private func slowEvents(_ harness: CoreHarness) -> [String] {
        harness.takeEvents().compactMap {
            switch $0 {
            case .consumerSlow(_, let consumer, let messages, _): "slow \(consumer) \(messages)"
            case .consumerCaughtUp(_, let consumer): "caught up \(consumer)"
            default: nil
            }
        }
    }

    /// Heartbeats keep a session that says nothing else.
    private func wait(_ harness: CoreHarness, _ peers: [Peer], seconds: Int) {
        for _ in 0..<(seconds / 20) {
            for peer in peers { peer.sendHeartbeat() }
            pass(harness, .seconds(20))
        }
        for peer in peers { _ = peer.take() }
    }

    @Test(arguments: [1 << 20, 1])
    func `an absent consumer is as old as the first message that it waits for, and is called slow once`(tailBytes: Int) throws {
        var limits = BrokerLimits()
        limits.tailBytesMax = tailBytes
        let harness = CoreHarness(limits: limits)
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", consumer: "loans", from: .now(true))
        harness.settle()
        bank.send(.goodbye, Goodbye())
        let (labour, desk) = (try Peer.connected(harness, Cast.labour), try Peer.connected(harness, Cast.operator))
        // What it does not want makes it no older.
        let border = try Peer.connected(harness, Cast.border)
        for number in 1...5 as ClosedRange<UInt64> {
            border.publish(.exit(number))
            harness.settle()
        }
        wait(harness, [labour, desk, border], seconds: 400)
        #expect(try info(harness, desk).waitingSinceUs == 0)
        #expect(slowEvents(harness).isEmpty)
        labour.publish(.contract(9))
        harness.settle()
        let time = harness.journal.message(at: 6).entry.recordedAt
        border.publish(.exit(10))
        harness.settle()
        wait(harness, [labour, desk, border], seconds: 200)
        #expect(try info(harness, desk).waitingSinceUs == time)
        #expect(try !info(harness, desk).slow)
        #expect(try info(harness, desk).position == 6)
        wait(harness, [labour, desk, border], seconds: 200)
        #expect(try info(harness, desk).slow)
        #expect(try info(harness, desk).lagMessages == 2)
        #expect(slowEvents(harness) == ["slow loans 2"])
        try bank.reconnect()
        bank.subscribe("contract.>", consumer: "loans")
        harness.settle()
        bank.acknowledge(6...6)
        harness.settleAll()
        pass(harness, .seconds(1))
        #expect(try info(harness, desk).waitingSinceUs == 0)
        #expect(slowEvents(harness) == ["caught up loans"])
    }

    @Test func `a consumer that reads and does not answer is slow too, one of alerts sooner`() throws {
        let harness = CoreHarness()
        let affairs = try Peer.connected(harness, Cast.affairs)
        affairs.subscribe("alert.>", consumer: "alerts")
        let border = try Peer.connected(harness, Cast.border)
        border.publish(.alert(1))
        harness.settle()
        let time = harness.journal.message(at: 1).entry.recordedAt
        let desk = try Peer.connected(harness, Cast.operator)
        wait(harness, [affairs, border, desk], seconds: 20)
        #expect(try info(harness, desk).waitingSinceUs == time)
        #expect(try !info(harness, desk).slow)
        wait(harness, [affairs, border, desk], seconds: 20)
        #expect(try info(harness, desk).slow)
        desk.send(.statsRequest, StatsRequest())
        let stats = try #require(desk.take().compactMap { if case .stats(let stats) = $0 { stats } else { nil } }.first)
        #expect(stats.consumers.map(\.slow) == [true])
        #expect(stats.consumers.map(\.waitingSinceUs) == [time])
    }

    @Test func `after a restart it is looked up in the journal`() throws {
        let harness = CoreHarness()
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", consumer: "loans", from: .now(true))
        harness.settle()
        bank.send(.goodbye, Goodbye())
        let border = try Peer.connected(harness, Cast.border)
        border.publish(.exit(1), .exit(2))
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.contract(3))
        harness.settle()
        harness.crash()
        let desk = try Peer.connected(harness, Cast.operator)
        pass(harness, .seconds(1))
        #expect(try info(harness, desk).waitingSinceUs == harness.journal.message(at: 3).entry.recordedAt)
        #expect(try info(harness, desk).position == 3)
    }
}
