import Contracts
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// The officers' directory, over the protocol.
struct OfficerListingTests {
    private let harness = CoreHarness()

    private static func officer(_ office: String, _ name: String, _ byte: UInt8) -> Officer {
        Officer(office: office, name: name, publicKey: [UInt8](repeating: byte, count: 32), created: "2026-10-25", expires: "2027-10-25")
    }

    init() {
        harness.core.update(
            officers: [
                Self.officer("gate-north", "post-1", 3), Self.officer("affairs", "officer-2", 2), Self.officer("affairs", "officer-1", 1),
            ],
            now: harness.now
        )
    }

    private func ask(_ peer: Peer, _ fill: (inout ListOfficers) -> Void = { _ in }) throws -> OfficerList? {
        peer.send(.adminRequest, AdminRequest.with { fill(&$0.listOfficers) })
        harness.settle()
        return peer.take().compactMap(\.asAdminResponse).first?.officerList
    }

    @Test(arguments: [Cast.gateNorth, Cast.police, Cast.affairs, Cast.operator, Cast.auditor])
    func `whoever publishes or reads something sealed sees the officers`(principal: Principal) throws {
        let list = try #require(try ask(Peer.connected(harness, principal)))
        #expect(list.officers.map { "\($0.office)/\($0.officer)" } == ["affairs/officer-1", "affairs/officer-2", "gate-north/post-1"])
        #expect([UInt8](list.officers[0].publicKey) == [UInt8](repeating: 1, count: 32))
        #expect(list.officers[0].created == "2026-10-25" && list.officers[0].expires == "2027-10-25" && !list.more)
    }

    @Test(arguments: [Cast.bank, Cast.labour])
    func `nobody else does`(principal: Principal) throws {
        let peer = try Peer.connected(harness, principal)
        peer.send(.adminRequest, AdminRequest.with { $0.listOfficers = ListOfficers() })
        #expect(try peer.takeError() == .notPermitted)
    }

    @Test func `who is denied every sealed type by the policy sees no officers either`() throws {
        var policy = Policy.whole(.standard, version: 2)
        var nothing = Policy.Grant()
        (nothing.publish, nothing.read) = ([], [])
        policy.principals["police"] = nothing
        harness.update(policy)
        let peer = try Peer.connected(harness, Cast.police)
        peer.send(.adminRequest, AdminRequest.with { $0.listOfficers = ListOfficers() })
        #expect(try peer.takeError() == .notPermitted)
    }

    @Test func `they come in pages, by office and name`() throws {
        let peer = try Peer.connected(harness, Cast.police)
        let first = try #require(try ask(peer) { $0.countMax = 1 })
        #expect(first.more && first.officers.map(\.officer) == ["officer-1"])
        let rest = try #require(
            try ask(peer) {
                $0.afterOffice = "affairs"
                $0.afterOfficer = "officer-1"
            }
        )
        #expect(!rest.more && rest.officers.map(\.officer) == ["officer-2", "post-1"])
    }

    @Test func `the officers of an office that is revoked, or not there, are not listed`() throws {
        harness.core.update(officers: [Self.officer("affairs", "officer-1", 1), Self.officer("nobody", "officer-1", 4)], now: harness.now)
        var revoked = Cast.affairs
        revoked.isRevoked = true
        let peer = try Peer.connected(harness, Cast.police)
        #expect(try ask(peer)?.officers.map(\.office) == ["affairs"])
        harness.core.update(PrincipalDirectory(Cast.with(revoked)), now: harness.now)
        _ = peer.take()
        #expect(try ask(peer)?.officers.isEmpty == true)
    }

    @Test func `officers that come, change and go are told, and those that were there are not`() throws {
        harness.settleAll()
        #expect(harness.journal.lastPosition == 0)
        let officers = [Self.officer("affairs", "officer-1", 9), Self.officer("affairs", "officer-3", 4), Self.officer("gate-north", "post-1", 3)]
        harness.core.update(officers: officers, now: harness.now)
        harness.settleAll()
        let acts = try (1...harness.journal.lastPosition).compactMap { harness.journal.stored(at: $0) }
            .map { try Langson_Gateway_V1_ActRecorded(serializedBytes: $0.body) }
        #expect(
            acts.map { "\($0.kind) \($0.principal)/\($0.officer)" } == [
                "officerChanged affairs/officer-1", "officerAdded affairs/officer-3", "officerRemoved affairs/officer-2",
            ]
        )
    }

    @Test func `the same directory again is no change`() {
        #expect(!harness.core.update(officers: harness.core.officers ?? [], now: harness.now))
        #expect(harness.core.update(officers: [], now: harness.now))
    }
}
