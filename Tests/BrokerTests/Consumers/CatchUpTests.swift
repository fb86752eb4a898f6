import Testing
import Wire

@testable import Broker

/// Consumers that were away, beside others that read what is new.
struct CatchUpTests {
    let harness: CoreHarness
    let labour: Peer

    init() throws { try self.init(outMax: 4, missed: 30) }

    private init(outMax: Int, missed: UInt64) throws {
        var limits = BrokerLimits()
        limits.deliverMessagesPerTurnMax = 8
        limits.catchUpMessagesPerTurnMax = 2
        limits.catchUpOutMax = outMax
        limits.pageMessagesMax = 5
        limits.tailBytesMax = 1
        harness = CoreHarness(limits: limits)
        labour = try Peer.connected(harness, Cast.labour)
        // In batches of their own: only the last is still in memory.
        for number in 1...missed { publish(number) }
    }

    private func publish(_ number: UInt64) {
        labour.publish(.contract(number))
        harness.settle()
    }

    private func reader(_ principal: Principal, _ name: String = "in", from start: Start.OneOf_At) throws -> Peer {
        let peer = try Peer.connected(harness, principal, name: "\(principal.name)/\(name)")
        peer.subscribe("contract.>", consumer: name, from: start)
        harness.settle()
        return peer
    }

    @Test func `alone it gets all that its credit allows`() throws {
        let late = try reader(Cast.bank, from: .beginning(true))
        #expect(late.positions == Array(1...30))
    }

    @Test func `beside live traffic it has few messages out, and more when it answers`() throws {
        let live = try reader(Cast.affairs, from: .now(true))
        publish(31)
        #expect(live.positions == [31])
        let late = try reader(Cast.bank, from: .beginning(true))
        #expect(late.positions == Array(1...4))
        late.acknowledge(1...3)
        harness.settle()
        // One that the first page ended with, and a share of the next.
        #expect(late.positions == Array(5...7))
        publish(32)
        #expect(live.positions == [32])
        #expect(late.positions.isEmpty)
    }

    @Test func `one that answers nothing gets its whole credit all the same, share by share`() throws {
        let live = try reader(Cast.affairs, from: .now(true))
        publish(31)
        let late = try reader(Cast.bank, from: .beginning(true))
        var seen = late.positions
        while let due = harness.core.timerDueAt {
            harness.advance(.microseconds(due - harness.now.monotonic))
            harness.settle()
            let share = late.positions
            #expect(share.count <= harness.limits.catchUpMessagesPerTurnMax)
            seen += share
        }
        #expect(seen == Array(1...31))
        #expect(live.positions == [31])
    }

    @Test func `one that falls back although it catches up leaves no more room`() throws {
        let live = try reader(Cast.affairs, from: .now(true))
        publish(31)
        let late = try reader(Cast.bank, from: .beginning(true))
        #expect(late.positions == Array(1...4))
        // More is new within each second than it is given.
        for round in UInt64(0)..<2 {
            for number in (32 + round * 20)..<(52 + round * 20) { publish(number) }
            harness.advance(.milliseconds(999))
            publish(100 + round)
            harness.advance(.milliseconds(1))
            harness.settle()
        }
        #expect(late.positions.count > 20)
        #expect(live.positions.count == 43)
    }

    @Test func `two that catch up have together what one has alone`() throws {
        let stage = try CatchUpTests(outMax: 40, missed: 60)
        _ = try stage.reader(Cast.affairs, from: .now(true))
        stage.publish(61)
        #expect(try stage.reader(Cast.bank, "first", from: .beginning(true)).positions.count == 40)
        #expect(try stage.reader(Cast.bank, "second", from: .beginning(true)).positions.count == 20)
    }

    @Test func `it has its full share again when nothing new has come for a while`() throws {
        _ = try reader(Cast.affairs, from: .now(true))
        publish(31)
        let late = try reader(Cast.bank, from: .beginning(true))
        #expect(late.positions == Array(1...4))
        harness.advance(.microseconds(harness.limits.liveMicroseconds))
        harness.settle()
        #expect(late.positions == Array(5...31))
    }

    @Test func `one that is back at the end is live again`() throws {
        _ = try reader(Cast.affairs, from: .now(true))
        publish(31)
        let late = try reader(Cast.bank, from: .beginning(true))
        harness.advance(.seconds(2))
        harness.settle()
        #expect(late.positions == Array(1...31))
        // Nothing was answered: one that still caught up would get no more than it has out.
        for number in UInt64(32)...40 { publish(number) }
        #expect(late.positions == Array(32...40))
    }

    @Test func `who reads what is new is served before who catches up, whoever came first`() throws {
        let late = try Peer.connected(harness, Cast.bank)
        late.subscribe("contract.>", credit: 1)
        harness.settle()
        _ = try reader(Cast.affairs, from: .now(true))
        #expect(harness.core.active.map(\.principal) == ["bank", "affairs"])
        #expect(harness.core.active.liveFirst.map(\.principal) == ["affairs", "bank"])
    }

    @Test func `an alert is not held back from one that was away`() throws {
        let border = try Peer.connected(harness, Cast.gateNorth)
        for _ in 0..<20 {
            border.publish(.alert())
            harness.settle()
        }
        let live = try reader(Cast.affairs, from: .now(true))
        publish(31)
        #expect(live.positions.count == 1)
        let late = try Peer.connected(harness, Cast.police)
        late.subscribe("alert.>", consumer: "in")
        harness.settle()
        #expect(late.positions.count == 20)
    }
}
