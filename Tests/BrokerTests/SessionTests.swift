import Contracts
import Journal
import Testing
import Wire

@testable import Broker

/// How sessions end, and how one takes over from another.
struct SessionTests {
    let harness = CoreHarness()

    @Test func `a newer session fences the older one of the same client name`() throws {
        let older = try Peer.connected(harness, Cast.labour)
        let newer = try Peer.connected(harness, Cast.labour)
        #expect(try older.takeError() == .fenced)
        #expect(newer.welcome.epoch > older.welcome.epoch)
        older.publish(.contract(1))
        #expect(try older.takeError() == .helloRequired)
        newer.publish(.contract(2))
        harness.settle()
        #expect(newer.takeAnswers().positions == [1: 1])
        #expect(harness.journal.message(at: 1).entry.idLow & 0xff == 2)
    }

    @Test func `another client name of the same principal is another session`() throws {
        let one = try Peer.connected(harness, Cast.labour, name: "labour/a")
        let other = try Peer.connected(harness, Cast.labour, name: "labour/b")
        one.publish(.contract(1))
        other.publish(.contract(2))
        harness.settle()
        #expect(one.takeAnswers().positions == [1: 1])
        #expect(other.takeAnswers().positions == [1: 2])
    }

    @Test func `what the older session published before the fence counts, and the newer one is told`() throws {
        let older = try Peer.connected(harness, Cast.labour)
        older.publish(.contract(1))
        let newer = try Peer.connected(harness, Cast.labour)
        #expect(newer.welcome.lastSequence == 1)
        harness.settle()
        #expect(older.takeConfirms().isEmpty)
        #expect(newer.takeAnswers().positions == [1: 1])
    }

    @Test func `a second HELLO on one connection begins a new session`() throws {
        let peer = try Peer.connected(harness, Cast.bank)
        peer.subscribe("contract.>")
        harness.settle()
        let epoch = peer.welcome.epoch
        _ = peer.take()
        try peer.hello()
        #expect(peer.welcome.epoch > epoch)
        peer.unsubscribe()
        #expect(try peer.takeError() == .unknownSubscription)
    }

    @Test func `a session that is silent ends, and one that sends heartbeats does not`() throws {
        let silent = try Peer.connected(harness, Cast.bank)
        let lively = try Peer.connected(harness, Cast.labour)
        for _ in 0..<7 {
            harness.advance(.seconds(5))
            lively.send(.heartbeat, Heartbeat())
            harness.tick()
        }
        #expect(harness.core.sessionKey(of: silent.connection) == nil)
        #expect(harness.core.sessionKey(of: lively.connection) != nil)
        #expect(harness.takeEvents().contains(.sessionEnded(client: "bank", reason: "silent")))
        silent.send(.heartbeat, Heartbeat())
        #expect(try silent.takeError() == .helloRequired)
    }

    @Test func `a jump of the wall clock ends no session`() throws {
        let peer = try Peer.connected(harness, Cast.bank)
        harness.setWall(harness.now.wall + 86_400_000_000)
        harness.tick()
        #expect(harness.core.sessionKey(of: peer.connection) != nil)
    }

    @Test func `a heartbeat is returned with its number`() throws {
        let peer = try Peer.connected(harness, Cast.bank)
        var heartbeat = Heartbeat()
        heartbeat.number = 42
        peer.send(.heartbeat, heartbeat)
        #expect(peer.take().compactMap(\.asHeartbeat).map(\.number) == [42])
    }

    @Test func `GOODBYE ends the session without an answer`() throws {
        let peer = try Peer.connected(harness, Cast.bank)
        peer.send(.goodbye, Goodbye())
        #expect(peer.take().isEmpty)
        #expect(harness.core.sessionKey(of: peer.connection) == nil)
        #expect(harness.takeEvents().contains(.sessionEnded(client: "bank", reason: "goodbye")))
    }

    @Test func `a client that returns is sent nothing of its earlier session`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", consumer: "loans")
        harness.settle()
        _ = bank.take()
        harness.lose(bank.connection)
        labour.publish(.contract())
        harness.settle()
        try bank.reconnect()
        harness.settle()
        #expect(bank.takeDelivered().isEmpty)
    }
}
