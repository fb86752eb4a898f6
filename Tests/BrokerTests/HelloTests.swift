import Contracts
import Testing
import Wire

@testable import Broker

/// HELLO and WELCOME.
struct HelloTests {
    let harness = CoreHarness()

    @Test func `a welcome says who the client is and what the limits are`() throws {
        let peer = try Peer.connected(harness, Cast.gateNorth, name: "gate-north/booth-1")
        let welcome = peer.welcome
        #expect(welcome.version == 1)
        #expect(welcome.principal == "gate-north")
        #expect(welcome.role == "border")
        #expect(welcome.gate == "HN")
        #expect(welcome.lastSequence == 0)
        #expect(welcome.timeUs == harness.now.wall)
        #expect(welcome.software == "test")
        let limits = BrokerLimits()
        #expect(welcome.limits.frameBytesMax == UInt32(limits.frameBytesMax))
        #expect(welcome.limits.bodyBytesMax == UInt32(limits.bodyBytesMax))
        #expect(welcome.limits.messagesPerFrameMax == UInt32(limits.messagesPerFrameMax))
        #expect(welcome.limits.unconfirmedMax == UInt32(limits.unconfirmedMax))
        #expect(welcome.limits.creditMessagesMax == UInt32(limits.creditMessagesMax))
        #expect(welcome.limits.creditBytesMax == UInt32(limits.creditBytesMax))
        #expect(welcome.limits.heartbeatMs == UInt32(limits.heartbeatMilliseconds))
        #expect(welcome.limits.sessionTimeoutMs == UInt32(limits.sessionTimeoutMilliseconds))
        #expect(
            harness.takeEvents() == [.sessionOpened(client: "gate-north/booth-1", role: "border", software: "test", epoch: welcome.epoch)]
        )
    }

    @Test(arguments: [UInt32(1)...1, 0...1, 1...9, 0...UInt32.max])
    func `a client whose versions include ours is welcomed`(versions: ClosedRange<UInt32>) throws {
        let peer = Peer(harness, Cast.bank)
        peer.sayHello(versions: versions)
        #expect(peer.take().compactMap(\.asWelcome).map(\.version) == [1])
    }

    @Test(arguments: [UInt32(0)...0, 2...2, 2...7])
    func `a client with no version in common learns ours`(versions: ClosedRange<UInt32>) throws {
        let peer = Peer(harness, Cast.bank)
        peer.sayHello(versions: versions)
        let error = try #require(peer.takeErrors().first)
        #expect(error.code == .unsupportedVersion)
        #expect(error.versionMin == 1)
        #expect(error.versionMax == 1)
        #expect(harness.takeEvents() == [.helloRefused(code: "unsupported_version")])
    }

    @Test func `a lowest version above the highest is no range`() throws {
        let peer = Peer(harness, Cast.bank)
        var hello = Hello()
        hello.versionMin = 2
        hello.versionMax = 1
        hello.client = "bank"
        peer.send(.hello, hello)
        #expect(try peer.takeError() == .unsupportedVersion)
    }

    @Test(arguments: ["bank", "bank/a", "bank/loan-desk.2_b", "bank/" + String(repeating: "x", count: 48)])
    func `a client name is the principal's own, or that and a label`(name: String) throws {
        let peer = try Peer.connected(harness, Cast.bank, name: name)
        #expect(peer.welcome.principal == "bank")
    }

    @Test(arguments: ["", "labour", "labour/a", "bank/", "bank/A", "bank/a/b", "banker", "bank/ă", "bank/" + String(repeating: "x", count: 49)])
    func `a client name of another principal is refused`(name: String) throws {
        let peer = Peer(harness, Cast.bank)
        peer.sayHello(client: name)
        #expect(try peer.takeError() == .clientNameRefused)
        #expect(harness.core.sessionKey(of: peer.connection) == nil)
    }

    @Test func `an unknown key, a revoked one and none at all are told apart`() throws {
        var revoked = Cast.police
        revoked.isRevoked = true
        harness.update(Cast.with(revoked))
        let police = Peer(harness, revoked)
        police.sayHello()
        #expect(try police.takeError() == .keyRevoked)
        let stranger = Peer(harness, Principal(name: "stranger", role: .police, keys: ["a key nobody added"]))
        stranger.sayHello()
        #expect(try stranger.takeError() == .unauthenticated)
        let keyless = Peer(harness, Principal(name: "bank", role: .bank, keys: []))
        keyless.sayHello()
        #expect(try keyless.takeError() == .unauthenticated)
    }

    @Test func `epochs rise with every session, and with every start of the gateway`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        let labour = try Peer.connected(harness, Cast.labour)
        var epochs = [bank.welcome.epoch, labour.welcome.epoch]
        try bank.reconnect()
        epochs.append(bank.welcome.epoch)
        harness.crash()
        try bank.reconnect()
        epochs.append(bank.welcome.epoch)
        #expect(epochs == epochs.sorted())
        #expect(Set(epochs).count == 4)
    }

    @Test func `a welcome names the last sequence that was used up`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.contract(1), .contract(2))
        harness.settle()
        try labour.reconnect()
        #expect(labour.welcome.lastSequence == 2)
        harness.crash()
        try labour.reconnect()
        #expect(labour.welcome.lastSequence == 2)
    }

    @Test func `software is for people and has an end`() throws {
        let peer = Peer(harness, Cast.bank)
        peer.sayHello(software: String(repeating: "s", count: 65))
        #expect(try peer.takeError() == .malformedFrame)
        peer.sayHello(software: String(repeating: "s", count: 64))
        #expect(peer.take().compactMap(\.asWelcome).count == 1)
    }

    @Test func `sessions of a principal are limited, and one that is refused leaves nothing behind`() throws {
        var limits = BrokerLimits()
        limits.sessionsPerPrincipalMax = 2
        limits.clientsPerPrincipalMax = 4
        let harness = CoreHarness(limits: limits)
        let first = try Peer.connected(harness, Cast.bank, name: "bank/a")
        _ = try Peer.connected(harness, Cast.bank, name: "bank/b")
        for label in ["c", "d", "e", "f"] {
            let peer = Peer(harness, Cast.bank, name: "bank/\(label)")
            peer.sayHello()
            let error = try #require(peer.takeErrors().first)
            #expect(error.code == .quotaExceeded)
            #expect(error.retryAfterMs == 5_000)
        }
        _ = try Peer.connected(harness, Cast.labour)
        first.send(.goodbye, Goodbye())
        // Had the refused names been kept, there would be no room for another one.
        _ = try Peer.connected(harness, Cast.bank, name: "bank/g")
    }

    @Test func `client names of a principal are limited, and one that never published is free again`() throws {
        var limits = BrokerLimits()
        limits.clientsPerPrincipalMax = 2
        let harness = CoreHarness(limits: limits)
        let publisher = try Peer.connected(harness, Cast.labour, name: "labour/a")
        publisher.publish(.contract())
        harness.settle()
        publisher.send(.goodbye, Goodbye())
        let reader = try Peer.connected(harness, Cast.labour, name: "labour/b")
        let third = Peer(harness, Cast.labour, name: "labour/c")
        third.sayHello()
        #expect(try third.takeError() == .quotaExceeded)
        reader.send(.goodbye, Goodbye())
        third.sayHello()
        #expect(third.take().compactMap(\.asWelcome).count == 1)
    }
}
