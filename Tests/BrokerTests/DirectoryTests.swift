import Contracts
import Journal
import Testing
import Wire

@testable import Broker

/// The operator changes who may connect while sessions are open.
struct DirectoryTests {
    let harness = CoreHarness()

    @Test func `a revoked key loses its session at once, and what waits for it is not delivered`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>")
        harness.settle()
        _ = bank.take()
        labour.publish(.contract(1))
        let commit = try #require(harness.takeCommit())
        harness.finish(commit)
        var revoked = Cast.bank
        revoked.isRevoked = true
        harness.update(Cast.with(revoked))
        harness.settle()
        let frames = bank.take()
        #expect(frames.count == 1)
        #expect(frames.first?.asError?.code == .keyRevoked)
        bank.publish(.contract(2))
        #expect(try bank.takeError() == .keyRevoked)
    }

    @Test func `a removed key is unknown from then on`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        harness.update(Cast.without(Cast.bank))
        #expect(try bank.takeError() == .unauthenticated)
        bank.sayHello()
        #expect(try bank.takeError() == .unauthenticated)
    }

    @Test func `changed rights end the session, and the next HELLO brings the new ones`() throws {
        let gate = try Peer.connected(harness, Cast.gateNorth)
        let other = try Peer.connected(harness, Cast.gateSouth)
        harness.update(Cast.with(Principal(name: "gate-north", role: .border, gate: "CM", keys: Cast.gateNorth.keys)))
        #expect(try gate.takeError() == .helloRequired)
        #expect(other.take().isEmpty)
        gate.publish(.exit())
        #expect(try gate.takeError() == .helloRequired)
        try gate.hello()
        #expect(gate.welcome.gate == "CM")
    }

    @Test func `a directory that says the same disturbs nobody`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        harness.update(Cast.all.reversed())
        #expect(bank.take().isEmpty)
        #expect(harness.core.sessionKey(of: bank.connection) != nil)
    }

    @Test func `what was accepted before the revocation is stored`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.contract())
        harness.update(Cast.without(Cast.labour))
        harness.settle()
        // The second is that it was removed.
        #expect(harness.journal.lastPosition == 2)
        #expect(harness.journal.client("labour")?.lastSequence == 1)
    }

    @Test func `either of two keys speaks for a principal while one is being replaced`() throws {
        let both = Principal(name: "bank", role: .bank, keys: ["the old key", "the new key"])
        harness.update(Cast.with(both))
        for key in both.keys {
            let peer = Peer(harness, Principal(name: "bank", role: .bank, keys: [key]))
            peer.sayHello()
            #expect(peer.take().compactMap(\.asWelcome).count == 1)
        }
    }
}
