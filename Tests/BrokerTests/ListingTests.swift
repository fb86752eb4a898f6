import Contracts
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// Whom the gateway knows and who publishes, over the protocol.
struct ListingTests {
    let harness = CoreHarness()

    private func ask(_ peer: Peer, _ fill: (inout AdminRequest) -> Void) throws -> AdminResponse {
        peer.send(.adminRequest, AdminRequest.with { fill(&$0) })
        harness.settle()
        return try #require(peer.take().compactMap(\.asAdminResponse).first)
    }

    @Test func `the operator sees every principal, in pages`() throws {
        let desk = try Peer.connected(harness, Cast.operator)
        let first = try ask(desk) { $0.listPrincipals.countMax = 4 }.principalList
        let rest = try ask(desk) { $0.listPrincipals.after = first.principals.last?.principal ?? "" }.principalList
        #expect(first.more && !rest.more)
        #expect((first.principals + rest.principals).map(\.principal) == Cast.all.map(\.name).sorted())
        let gate = try #require((first.principals + rest.principals).first { $0.principal == "gate-north" })
        #expect(gate.role == "border" && gate.gate == "HN" && gate.keys == ["key of gate-north"] && gate.sessions == 0)
        #expect((first.principals + rest.principals).first { $0.principal == "operator" }?.sessions == 1)
    }

    @Test func `nobody else sees who there is`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        bank.send(.adminRequest, AdminRequest.with { $0.listPrincipals = ListPrincipals() })
        let code = try bank.takeError()
        #expect(code == .notPermitted)
    }

    @Test func `producers are those that have published, each principal's own for itself`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        bank.publish(.disbursed(1), .disbursed(2))
        let labour = try Peer.connected(harness, Cast.labour, name: "labour/office")
        labour.publish(.contract(1), .exit(2))
        harness.settle()
        bank.send(.goodbye, Goodbye())
        let auditor = try Peer.connected(harness, Cast.auditor)
        let all = try ask(auditor) { $0.listProducers = ListProducers() }.producerList.producers
        #expect(all.map(\.client) == ["bank", "labour/office"])
        #expect(all.map(\.lastSequence) == [2, 2])
        #expect(all.map(\.confirmed) == [2, 1])
        #expect(all.map(\.refused) == [0, 1])
        #expect(all.map(\.connected) == [false, true])
        #expect(all[1].software == "test" && all[1].connectedSinceUs == harness.now.wall)
        _ = labour.take()
        let own = try ask(labour) { $0.listProducers = ListProducers() }.producerList.producers
        #expect(own.map(\.client) == ["labour/office"])
    }
}
