import Contracts
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// A policy is what the core goes by: at every door, at once, and for sessions that are open.
struct PolicyEnforcementTests {
    let harness = CoreHarness()

    private func apply(_ roles: String, principals: String = "{}") throws {
        let text = "version: 2\nroles:\n\(roles)\nprincipals: \(principals)"
        harness.update(try PolicyFile.parse(text, name: "p"))
    }

    @Test func `who may publish no longer is refused, and its session opens again by itself`() throws {
        let north = try Peer.connected(harness, Cast.gateNorth)
        north.publish(.exit(1), .status(2))
        harness.settle()
        #expect(north.takeAnswers().refused.isEmpty)
        try apply("  border: {publish: [gate.status.changed.v1], gates: all}")
        #expect(try north.takeError() == .helloRequired)
        try north.hello()
        north.publish(.exit(3), .status(4))
        harness.settle()
        #expect(north.takeAnswers().refused.map(\.code) == [.notPermitted])
    }

    @Test func `a durable consumer gets no more of what its principal may not read any more, and goes on`() throws {
        let border = try Peer.connected(harness, Cast.border)
        let labour = try Peer.connected(harness, Cast.labour)
        labour.subscribe(">", consumer: "all")
        border.publish(.exit(1), .status(2))
        harness.settleAll()
        #expect(labour.takeDelivered().map(\.position) == [1, 2])
        labour.acknowledge(1...2)
        try apply("  border: {publish: ['>'], gates: all}\n  labour: {read: [gate.status.changed.v1]}")
        try border.hello()
        border.publish(.exit(3), .status(4))
        try labour.hello()
        labour.subscribe(">", consumer: "all")
        harness.settleAll()
        #expect(labour.takeDelivered().map(\.position) == [4])
    }

    @Test func `a role that the policy does not name can do nothing`() throws {
        try apply("  labour: {read: ['>']}")
        let border = try Peer.connected(harness, Cast.border)
        border.publish(.status(1))
        border.subscribe("gate.>")
        harness.settle()
        #expect(border.takeAnswers().refused.map(\.code) == [.notPermitted])
        // The policy itself is told of, and nothing else.
        harness.settleAll()
        #expect(harness.journal.lastPosition == 1)
    }

    @Test func `one that may administer nothing changes not even its own consumers`() throws {
        try apply("  police: {read: ['>'], administer: none}")
        let police = try Peer.connected(harness, Cast.police)
        police.send(
            .adminRequest,
            AdminRequest.with {
                $0.putConsumer.principal = "police"
                $0.putConsumer.consumer = "mine"
                $0.putConsumer.filter = ">"
                $0.putConsumer.purpose = "a test"
            }
        )
        harness.settle()
        #expect(try police.takeError() == .notPermitted)
    }

    @Test func `who loses nothing goes on without a word`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        let whole = Policy.whole(.standard, version: 2)
        harness.update(whole)
        harness.settle()
        #expect(labour.take().isEmpty)
    }
}
