import Contracts
import Foundation
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// What the journal holds, read again: from where, to where, how fast, and beside whom.
struct ReplayTests {
    let harness = CoreHarness()

    /// A labour hub that has published some contracts, all committed.
    private func published(_ count: UInt64) throws -> Peer {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish((1...count).map { .contract($0) })
        harness.settle()
        return labour
    }

    private func ask(_ peer: Peer, from start: Start.OneOf_At? = .beginning(true), _ change: (inout Subscribe) -> Void = { _ in }) {
        var command = Subscribe()
        command.subscription = 1
        command.filter = "contract.>"
        command.start.at = start
        command.creditMessages = 1_000
        command.creditBytes = 1 << 20
        command.purpose = "a test reads this again"
        command.replay = .with { $0.messagesPerSecond = 100_000 }
        change(&command)
        peer.send(.subscribe, command)
    }

    /// What came, and how often it was said that nothing follows.
    private func take(_ peer: Peer) -> (positions: [UInt64], ends: Int) {
        let frames = peer.take().compactMap(\.asDeliver)
        #expect(frames.allSatisfy { $0.replay })
        return (frames.flatMap(\.messages).map(\.position), frames.count(where: \.ended))
    }

    /// Lets the clock run until nothing more comes, acknowledging everything.
    private func run(_ peer: Peer) -> (positions: [UInt64], ends: Int) {
        var all: (positions: [UInt64], ends: Int) = ([], 0)
        for _ in 0..<20 {
            harness.advance(.milliseconds(10))
            harness.settle()
            let some = take(peer)
            all.positions += some.positions
            all.ends += some.ends
            if let last = some.positions.last { peer.acknowledge(1...last) }
        }
        return all
    }

    @Test func `a replay begins at the start, at a position or at a time, and ends once, when all is answered`() throws {
        let labour = try published(2)
        harness.advance(.seconds(10))
        let between = harness.now.wall
        harness.advance(.seconds(10))
        labour.publish(.contract(3))
        harness.settle()
        for (start, positions) in [
            (.beginning(true), [1, 2, 3]), (nil, [1, 2, 3]), (.position(2), [2, 3]), (.position(99), []), (.timeUs(between), [3]),
            (.timeUs(.max), []),
        ] as [(Start.OneOf_At?, [UInt64])] {
            let bank = try Peer.connected(harness, Cast.bank)
            ask(bank, from: start)
            let result = run(bank)
            #expect(result.positions == positions, "\(String(describing: start))")
            #expect(result.ends == 1)
        }
    }

    @Test func `the end waits for the last answer`() throws {
        _ = try published(2)
        let bank = try Peer.connected(harness, Cast.bank)
        ask(bank)
        harness.advance(.milliseconds(10))
        harness.settle()
        #expect(take(bank) == ([1, 2], 0))
        bank.acknowledge(1...1)
        harness.settle()
        #expect(take(bank) == ([], 0))
        bank.acknowledge(2...2)
        harness.settle()
        #expect(take(bank) == ([], 1))
    }

    @Test func `a replay of an empty journal ends at once`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        ask(bank)
        #expect(run(bank) == ([], 1))
    }

    @Test func `it ends where it was told to, and at the last message there was when it began`() throws {
        let labour = try published(5)
        let bank = try Peer.connected(harness, Cast.bank)
        ask(bank) { $0.replay.through = 3 }
        #expect(run(bank) == ([1, 2, 3], 1))

        ask(bank) { $0.subscription = 1 }
        let subscribed = try bank.takeSubscribed()
        #expect(subscribed.through == 5)
        labour.publish(.contract(6))
        #expect(run(bank) == ([1, 2, 3, 4, 5], 1))
    }

    @Test func `a key narrows it`() throws {
        let labour = try published(3)
        labour.publish(.contract(2))
        harness.settle()
        let bank = try Peer.connected(harness, Cast.bank)
        ask(bank) { $0.replay.key = .init(Sample.ulid(2).utf8) }
        #expect(run(bank) == ([2, 4], 1))
    }

    @Test func `it goes no faster than asked for`() throws {
        _ = try published(300)
        let bank = try Peer.connected(harness, Cast.bank)
        ask(bank) { $0.replay.messagesPerSecond = 100 }
        harness.settle()
        #expect(take(bank).positions.isEmpty)
        // The core says when it goes on: nobody has to look before.
        let due = try #require(harness.core.timerDueAt)
        #expect(due == harness.now.monotonic + 10_000)
        var came: [UInt64] = []
        for _ in 0..<100 {
            harness.advance(.milliseconds(10))
            harness.settle()
            came += take(bank).positions
            if let last = came.last { bank.acknowledge(1...last) }
        }
        #expect(came == Array(1...100))
        // Time that it could not use is lost, but for a tenth of a second.
        harness.advance(.seconds(60))
        harness.settle()
        #expect(take(bank).positions == Array(101...110))
    }

    @Test func `live consumers go first, and stay where they are`() throws {
        let labour = try published(3)
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", consumer: "loans", number: 2)
        harness.settle()
        bank.acknowledge(1...3, subscription: 2)
        harness.settleAll()
        _ = bank.take()
        ask(bank)
        harness.advance(.milliseconds(10))
        labour.publish(.contract(4))
        harness.settle()
        let frames = bank.take().compactMap(\.asDeliver)
        #expect(frames.map(\.subscription) == [2, 1] || frames.map(\.subscription) == [1, 2])
        #expect(frames.first { $0.subscription == 2 }?.messages.map(\.position) == [4])
        #expect(frames.first { $0.subscription == 1 }?.messages.map(\.position) == [1, 2, 3])
        bank.acknowledge(1...3)
        harness.settleAll()
        #expect(harness.core.consumers["bank loans"]?.position == 4)
    }

    @Test func `it shows what the role may see, and no more`() throws {
        let border = try Peer.connected(harness, Cast.border)
        border.publish(.exit(1, gate: "HN"), .exit(2, gate: "TT"))
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.manifest(3, gate: "HN"), .manifest(4, gate: "TT"))
        harness.settle()
        let north = try Peer.connected(harness, Cast.gateNorth)
        ask(north) { $0.filter = ">" }
        #expect(run(north) == ([3], 1))
        let bank = try Peer.connected(harness, Cast.bank)
        ask(bank) { $0.filter = "crossing.>" }
        let code = try bank.takeError()
        #expect(code == .notPermitted)
    }

    @Test(
        arguments: [
            { $0.consumer = "named" },
            { $0.settings = .with { $0.kind = .exclusive } },
            { $0.start.now = true },
            { $0.replay.messagesPerSecond = 100_001 },
            { $0.replay.key = .init(repeating: 1, count: 257) },
        ] as [@Sendable (inout Subscribe) -> Void]
    )
    func `what cannot be meant is refused`(_ change: @Sendable (inout Subscribe) -> Void) throws {
        let bank = try Peer.connected(harness, Cast.bank)
        ask(bank, change)
        let code = try bank.takeError()
        #expect(code == .invalidSettings)
        #expect(harness.core.active.isEmpty)
    }

    @Test func `too many replays at once are told to come later`() throws {
        _ = try published(1)
        var limits = BrokerLimits()
        limits.replaysMax = 1
        let harness = CoreHarness(limits: limits)
        let bank = try Peer.connected(harness, Cast.bank)
        ask(bank)
        ask(bank) { $0.subscription = 2 }
        let error = try #require(bank.takeErrors().first)
        #expect(error.code == .busy)
        #expect(error.retryAfterMs > 0)
        // Its own again: that one makes room.
        ask(bank)
        #expect(bank.takeErrors().isEmpty, "it makes room for itself")
    }
}
