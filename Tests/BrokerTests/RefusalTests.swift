import Journal
import Contracts
import Testing
import Wire

@testable import Broker

/// Messages that may not cross: each refusal has its code and uses its sequence up, and the messages around it cross.
struct RefusalTests {
    let harness = CoreHarness()

    private func refusal(of sample: Sample, by peer: Peer) throws -> Refusal {
        let sequence = peer.publish(sample)
        harness.settle()
        let answers = peer.takeAnswers()
        #expect(answers.ranges.isEmpty)
        #expect(answers.refused.count == 1)
        let refusal = try #require(answers.refused.first)
        #expect(refusal.sequence == sequence)
        return refusal
    }

    @Test func `an unknown type is refused`() throws {
        var sample = Sample.contract()
        sample.type = "contract.registered.v9"
        #expect(try refusal(of: sample, by: .connected(harness, Cast.labour)).code == .unknownType)
        sample.type = ""
        #expect(try refusal(of: sample, by: .connected(harness, Cast.bank)).code == .unknownType)
        sample.type = String(repeating: "x", count: 5_000)
        #expect(try refusal(of: sample, by: .connected(harness, Cast.police)).code == .unknownType)
    }

    @Test func `a role that may not publish a type is refused`() throws {
        #expect(try refusal(of: .contract(), by: .connected(harness, Cast.bank)).code == .notPermitted)
        #expect(try refusal(of: .exit(), by: .connected(harness, Cast.labour)).code == .notPermitted)
        #expect(try refusal(of: .exit(), by: .connected(harness, Cast.operator)).code == .notPermitted)
    }

    @Test func `a checkpoint publishes for its own gate only`() throws {
        let north = try Peer.connected(harness, Cast.gateNorth)
        let refused = try refusal(of: .exit(gate: "TT"), by: north)
        #expect(refused.code == .notPermitted)
        #expect(refused.path == "gate")
        #expect(refused.rule == "binding")
        north.publish(.exit(gate: "HN"))
        harness.settle()
        #expect(north.takeAnswers().positions == [2: 1])
    }

    @Test func `a principal that is bound to no gate publishes for each`() throws {
        let border = try Peer.connected(harness, Cast.border)
        border.publish(.exit(1, gate: "HN"), .exit(2, gate: "TT"))
        harness.settle()
        #expect(border.takeAnswers().positions == [1: 1, 2: 2])
    }

    @Test(arguments: [0, 1, 15, 17, 300])
    func `an event id has sixteen bytes`(count: Int) throws {
        var sample = Sample.contract()
        sample.id = [UInt8](repeating: 1, count: count)
        let refused = try refusal(of: sample, by: .connected(harness, Cast.labour))
        #expect(refused.code == .invalidEventID)
        #expect(refused.path == "id")
    }

    @Test func `a body over its type's limit is refused`() throws {
        var sample = Sample.exit()
        sample.body = [UInt8](repeating: 0, count: 1_025)
        let refused = try refusal(of: sample, by: .connected(harness, Cast.gateNorth))
        #expect(refused.code == .bodyTooLarge)
        #expect(refused.expected.contains("1024"))
    }

    @Test func `the gateway's own limit on bodies goes before the type's`() throws {
        var limits = BrokerLimits()
        limits.bodyBytesMax = 64
        let harness = CoreHarness(limits: limits)
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.contract())
        harness.settle()
        #expect(labour.takeAnswers().codes == [1: .bodyTooLarge])
    }

    @Test func `a body that is not protobuf is malformed`() throws {
        var sample = Sample.contract()
        sample.body = [0x0a, 0xff]
        let labour = try Peer.connected(harness, Cast.labour)
        #expect(try refusal(of: sample, by: labour).code == .malformedBody)
        sample.body = [0x0a, 0x02, 0xc3, 0x28]
        #expect(try refusal(of: sample, by: labour).code == .malformedBody)
    }

    @Test func `a body that breaks a rule of its type names the field and the rule`() throws {
        var sample = Sample.contract()
        sample.body = []
        let refused = try refusal(of: sample, by: .connected(harness, Cast.labour))
        #expect(refused.code == .ruleViolated)
        #expect(refused.path == "contract_ref")
        #expect(refused.rule == "required")
        #expect(!refused.expected.isEmpty)
    }

    @Test func `refused messages use their sequences up, and those around them cross`() throws {
        var unknown = Sample.contract(2)
        unknown.type = "no.such.type.v1"
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.contract(1), unknown, .contract(3), .exit(4), .contract(5))
        harness.settle()
        let answers = labour.takeAnswers()
        #expect(answers.positions == [1: 1, 3: 2, 5: 3])
        #expect(answers.codes == [2: .unknownType, 4: .notPermitted])
        try labour.reconnect()
        #expect(labour.welcome.lastSequence == 5)
    }

    @Test func `a refusal is told when its sequence is used up on disk, and not before`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        bank.publish(.contract())
        harness.flush()
        #expect(bank.take().isEmpty)
        let commit = try #require(harness.takeCommit())
        #expect(commit.batch.messages == nil)
        harness.finish(commit)
        #expect(bank.takeAnswers().codes == [1: .notPermitted])
        #expect(harness.journal.client("bank")?.lastSequence == 1)
        harness.crash()
        try bank.reconnect()
        #expect(bank.welcome.lastSequence == 1)
    }

    @Test func `a gap uses nothing up and names the sequence that is next`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish([.contract(3), .contract(4)], from: 3)
        let answers = labour.takeAnswers()
        #expect(answers.codes == [3: .sequenceGap, 4: .sequenceGap])
        #expect(answers.refused.first?.expected == "sequence 1")
        #expect(harness.takeCommit() == nil)
        labour.publish([.contract(1)], from: 1)
        harness.settle()
        #expect(labour.takeAnswers().positions == [1: 1])
    }

    @Test func `unconfirmed messages are limited, and the same sequence is taken later`() throws {
        var limits = BrokerLimits()
        limits.unconfirmedMax = 10
        let harness = CoreHarness(limits: limits)
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish((1...12).map { .contract($0) })
        let refused = labour.takeAnswers().refused
        #expect(refused.map(\.sequence) == [11, 12])
        #expect(refused.map(\.code) == [.tooManyMessages, .sequenceGap])
        #expect((refused.first?.retryAfterMs ?? 0) > 0)
        harness.settle()
        #expect(labour.takeAnswers().positions.count == 10)
        labour.publish([.contract(11), .contract(12)], from: 11)
        harness.settle()
        #expect(labour.takeAnswers().positions == [11: 11, 12: 12])
    }

    @Test func `messages of one frame are limited`() throws {
        var limits = BrokerLimits()
        limits.messagesPerFrameMax = 3
        let harness = CoreHarness(limits: limits)
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish((1...4).map { .contract($0) }, from: 1)
        #expect(try labour.takeError() == .tooManyMessages)
        labour.publish((1...3).map { .contract($0) }, from: 1)
        harness.settle()
        #expect(labour.takeAnswers().positions.count == 3)
    }

    @Test func `refusals reach the operator by client and code, without a word of the message`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        bank.publish(.contract(1), .contract(2))
        harness.settle()
        _ = harness.takeEvents()
        harness.tick()
        #expect(harness.takeEvents() == [.refused(client: "bank", code: "not_permitted", count: 2)])
        harness.tick()
        #expect(harness.takeEvents().isEmpty)
    }
}
