import Contracts
import Journal
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// What is refused for good is in the audit chain: counted, so that a flood of it fills nothing.
struct RefusalCountTests {
    private let harness = CoreHarness()

    /// What was told so far: client, code, count.
    private func told() throws -> [String] {
        harness.core.tick(now: harness.now)
        harness.settleAll()
        let type = try #require(Catalogue.standard.type(named: Notice.refusalsCounted))
        let id = harness.core.typeIDs[type.index]
        guard harness.journal.lastPosition > 0 else { return [] }
        return try (1...harness.journal.lastPosition).compactMap { harness.journal.stored(at: $0) }.filter { $0.entry.type == id }.map { message in
            let result = message.body.withUnsafeBytes { type.check($0, recordedAt: message.entry.recordedAt, isExercise: false) }
            guard case .accepted = result else { throw TestFailure("what is told is not valid for its type: \(result)") }
            let counted = try Langson_Gateway_V1_RefusalsCounted(serializedBytes: message.body)
            let code = try #require(ErrorCode(rawValue: Int(counted.code)))
            return "\(counted.principal) \(counted.client) \(code) \(counted.count)"
        }
    }

    private func pass(_ seconds: Int, _ peers: Peer...) {
        harness.advance(.seconds(seconds))
        for peer in peers { peer.sendHeartbeat() }
        harness.core.tick(now: harness.now)
    }

    @Test func `a thousand refusals are one message, a minute after the first`() throws {
        let bank = try Peer.connected(harness, Cast.bank, name: "bank/office")
        for number in 1...1_000 { bank.publish(.exit(UInt64(number))) }
        bank.subscribe("crossing.>")
        harness.settle()
        #expect(try told().isEmpty)
        for _ in 0..<3 { pass(20, bank) }
        #expect(try told() == ["bank bank/office notPermitted 1001"])
        for _ in 0..<6 { pass(20, bank) }
        #expect(try told().count == 1, "nothing more was refused")
    }

    @Test func `who is not let in is told, by principal where the key is one's`() throws {
        var revoked = Cast.police
        revoked.isRevoked = true
        harness.update(Cast.with(revoked))
        for _ in 0..<5 { harness.core.noteRefusedConnection(key: revoked.keys[0], now: harness.now) }
        for number in 0..<200 { harness.core.noteRefusedConnection(key: "key \(number)", now: harness.now) }
        harness.core.noteRefusedConnection(key: nil, now: harness.now)
        Peer(harness, Cast.bank).sayHello(client: "labour")
        harness.advance(.seconds(60))
        #expect(try told() == ["bank bank clientNameRefused 1", "gateway gateway unauthenticated 201", "police police keyRevoked 5"])
    }

    @Test func `who is told to come again later is not told of`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        bank.send([UInt8](command: .heartbeat, Heartbeat()))
        Peer(harness, Cast.bank).sendHeartbeat()
        bank.subscribe("contract.>", consumer: "x")
        harness.settle()
        bank.subscribe("contract.>", consumer: "x", number: 2)
        harness.settle()
        #expect(bank.takeErrors().contains { $0.code == .consumerInUse })
        harness.advance(.seconds(60))
        #expect(try told().isEmpty)
    }

    @Test func `what was refused is told before the gateway stops`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        bank.send(.adminRequest, AdminRequest.with { $0.listPrincipals = ListPrincipals() })
        harness.core.sayGoodbye(now: harness.now)
        harness.settleAll()
        #expect(try told() == ["bank bank notPermitted 1"])
    }

    @Test func `messages that were refused in the last second are told too, and frames that are none`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        bank.publish(.exit(1))
        harness.settle()
        harness.core.receiveUnexpectedFrames(from: bank.connection, now: harness.now)
        bank.send([UInt8](repeating: 0, count: BrokerLimits().frameBytesMax + 1))
        harness.core.sayGoodbye(now: harness.now)
        harness.settleAll()
        #expect(try told() == ["bank bank unexpectedFrames 1", "bank bank frameTooLarge 1", "bank bank notPermitted 1"])
    }

    @Test func `more different refusals than there is room for are counted for the principal`() throws {
        var counts = RefusalCounts()
        let now = harness.now
        for number in 0..<2_000 { counts.note(.init(principal: "bank", client: "bank/\(number)", code: 21), now: now) }
        let told = counts.take(now: now, isLast: true)
        #expect(told.count == RefusalCounts.kindsMax + 1 && told.first?.kind.client == "bank")
        #expect(told.reduce(0) { $0 + $1.count.count } == 2_000)
        #expect(counts.take(now: now, isLast: true).isEmpty)
    }
}
