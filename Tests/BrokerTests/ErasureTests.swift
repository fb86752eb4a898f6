import Contracts
import Journal
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// A subject is erased: at once, for everybody, and the agencies are told.
struct ErasureTests {
    let harness = CoreHarness()
    private let token = String(repeating: "0af9", count: 16)

    private func erase(_ peer: Peer, _ subject: String, reason: String = "request 1/2026") throws -> (count: UInt64?, code: ErrorCode?) {
        peer.send(
            .adminRequest,
            AdminRequest.with {
                $0.eraseSubject.subject = subject
                $0.eraseSubject.reason = reason
            }
        )
        harness.settle()
        for command in peer.take() {
            switch command {
            case .adminResponse(let response): return (response.done.count, nil)
            case .error(let error): return (nil, error.code)
            default: continue
            }
        }
        return (nil, nil)
    }

    @Test func `what is delivered after it is erased, from memory and from the journal, and the rest is not`() throws {
        let border = try Peer.connected(harness, Cast.gateNorth)
        border.publish(.exit(1), .status(2))
        harness.settle()
        let desk = try Peer.connected(harness, Cast.operator)
        #expect(try erase(desk, token).count == 1)

        let labour = try Peer.connected(harness, Cast.labour)
        labour.subscribe(">", consumer: "all")
        harness.settleAll()
        let delivered = labour.takeDelivered()
        #expect(delivered.map(\.type) == ["crossing.exit.recorded.v1", "gate.status.changed.v1", "gateway.subject.erased.v1"])
        #expect(delivered.map(\.erased) == [true, false, false])
        #expect(delivered[0].body.isEmpty && delivered[0].key.isEmpty)
        let told = try Langson_Gateway_V1_SubjectErased(serializedBytes: delivered[2].body)
        #expect(told.subject == token && told.reason == "request 1/2026" && told.askedBy == "operator")
        border.publish(.exit(3))
        harness.settleAll()
        #expect(labour.takeDelivered().map(\.erased) == [false])
    }

    @Test func `who was reading gets no more of it from what was read before`() throws {
        let border = try Peer.connected(harness, Cast.gateNorth)
        for number in 1...6 { border.publish(.exit(UInt64(number))) }
        harness.settle()
        let labour = try Peer.connected(harness, Cast.labour)
        labour.subscribe("crossing.>", consumer: "slow", credit: 2)
        harness.settle()
        #expect(labour.takeDelivered().map(\.erased) == [false, false])
        let desk = try Peer.connected(harness, Cast.operator)
        #expect(try erase(desk, token).count == 1)
        labour.acknowledge(1...2)
        harness.settle()
        #expect(labour.takeDelivered().map(\.erased) == [true, true])
    }

    @Test func `the operator is told that somebody was erased, and not who`() throws {
        let desk = try Peer.connected(harness, Cast.operator)
        desk.subscribe("gateway.subject.>", consumer: "watch")
        harness.settle()
        _ = desk.take()
        let hub = try Peer.connected(harness, Cast.labour)
        #expect(try erase(hub, token).count == 0)
        harness.settleAll()
        let told = try Langson_Gateway_V1_SubjectErased(serializedBytes: #require(desk.takeDelivered().first).body)
        #expect(told.subject.isEmpty && told.askedBy == "labour")
    }

    @Test(arguments: [Cast.gateNorth, Cast.bank, Cast.affairs, Cast.police, Cast.auditor])
    func `nobody else erases anybody`(principal: Principal) throws {
        let peer = try Peer.connected(harness, principal)
        #expect(try erase(peer, token).code == .notPermitted)
        harness.settleAll()
        #expect(harness.journal.lastPosition == 0)
    }

    @Test func `a subject that is none, and a reason that says too much, change nothing`() throws {
        let desk = try Peer.connected(harness, Cast.operator)
        for (subject, reason) in [
            ("", "request 1"), ("two words", "request 1"), (token + "0", "request 1"), (token, "x"), (token, "of 020099001234"),
        ] {
            #expect(try erase(desk, subject, reason: reason).code == .invalidSettings, "\(subject) \(reason)")
        }
        harness.settleAll()
        #expect(harness.journal.lastPosition == 0)
    }

    @Test func `each request hears of its own subject, also where an earlier one waits to be stored`() throws {
        let border = try Peer.connected(harness, Cast.gateNorth)
        border.publish(.exit(1))
        harness.settle()
        let desk = try Peer.connected(harness, Cast.operator)
        harness.journal.failure = .storageFull
        #expect(try erase(desk, Sample.ulid(9)).code == .storageFull)
        harness.journal.failure = nil
        #expect(try erase(desk, token).count == 1, "that of the earlier one, of whom there was nothing, is not this one's")
    }

    @Test func `an erasure that could not be stored is done with a later batch, and told once`() throws {
        let border = try Peer.connected(harness, Cast.gateNorth)
        border.publish(.exit(1))
        harness.settle()
        let desk = try Peer.connected(harness, Cast.operator)
        harness.journal.failure = .storageFull
        #expect(try erase(desk, token).code == .storageFull)
        harness.journal.failure = nil
        harness.settleAll()
        #expect(harness.journal.erased == [1])
        #expect(harness.journal.lastPosition == 2)
    }

    @Test func `the log says that somebody was erased, and by whom, and not who`() throws {
        let desk = try Peer.connected(harness, Cast.operator)
        _ = try erase(desk, token)
        #expect(harness.takeEvents().contains(.subjectErased(by: "operator")))
    }
}
