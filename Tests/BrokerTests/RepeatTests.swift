import Journal
import Contracts
import Testing
import Wire

@testable import Broker

/// Messages that a client sends again because it saw no answer.
struct RepeatTests {
    let harness = CoreHarness()

    @Test func `a repeat of a stored message gets its position back`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.contract(1), .contract(2))
        harness.settle()
        _ = labour.take()
        try labour.reconnect()
        labour.publish([.contract(1), .contract(2), .contract(3)], from: 1)
        harness.settle()
        let answers = labour.takeAnswers()
        #expect(answers.positions == [1: 1, 2: 2, 3: 3])
        for range in answers.ranges { #expect(range.duplicate == (range.sequence < 3)) }
        #expect(harness.journal.lastPosition == 3)
    }

    @Test func `a repeat after a crash of the gateway gets its position back`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.contract(1))
        harness.settle()
        harness.crash()
        try labour.reconnect()
        labour.publish([.contract(1)], from: 1)
        harness.settle()
        let range = try #require(labour.takeAnswers().ranges.first)
        #expect(range.position == 1)
        #expect(range.duplicate)
        #expect(harness.journal.lastPosition == 1)
    }

    @Test func `a repeat of a message that is on its way waits until it is on disk`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish([.contract(1)], from: 1)
        labour.publish([.contract(1)], from: 1)
        #expect(harness.takeReadings().isEmpty)
        let commit = try #require(harness.takeCommit())
        labour.publish([.contract(1)], from: 1)
        #expect(harness.takeReadings().isEmpty)
        #expect(labour.take().isEmpty)
        harness.finish(commit)
        let original = labour.takeAnswers()
        #expect(original.positions == [1: 1])
        harness.settle()
        let repeats = labour.takeAnswers()
        #expect(repeats.ranges.count == 2)
        for range in repeats.ranges { #expect(range.position == 1 && range.duplicate) }
        #expect(harness.journal.lastPosition == 1)
    }

    @Test func `a message twice in one frame is stored once`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        let frame = Peer.frame([.contract(1)], from: 1)
        let payload = try frame.withUnsafeBytes { Array(try ParsedFrame($0).payload) }
        labour.send([UInt8](command: .publish, payload: payload + payload))
        harness.settle()
        let ranges = labour.takeAnswers().ranges
        #expect(ranges.map(\.position) == [1, 1])
        #expect(ranges.map(\.duplicate) == [false, true])
        #expect(harness.journal.lastPosition == 1)
    }

    @Test func `another message under a used sequence is a conflict`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.contract(1))
        harness.settle()
        _ = labour.take()
        var otherID = Sample.contract(1)
        otherID.id = Sample.eventID(2)
        var exercise = Sample.contract(1)
        exercise.isExercise = true
        for sample in [Sample.contract(2), otherID, exercise] {
            labour.publish([sample], from: 1)
            harness.settle()
            #expect(labour.takeAnswers().codes == [1: .sequenceConflict])
        }
        #expect(harness.journal.lastPosition == 1)
        #expect(harness.journal.message(at: 1).body == Sample.contract(1).body)
    }

    @Test func `a repeat of a refused message is refused again, with its reason`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        bank.publish(.contract(1))
        harness.settle()
        #expect(bank.takeAnswers().codes == [1: .notPermitted])
        bank.publish([.contract(1)], from: 1)
        harness.settle()
        #expect(bank.takeAnswers().codes == [1: .notPermitted])
        #expect(harness.journal.lastPosition == 0)
    }

    @Test func `a refused sequence stays used up even for a message that may cross`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.exit(1))
        harness.settle()
        #expect(labour.takeAnswers().codes == [1: .notPermitted])
        labour.publish([.contract(1)], from: 1)
        harness.settle()
        #expect(labour.takeAnswers().codes == [1: .sequenceRefused])
        #expect(harness.journal.lastPosition == 0)
    }

    @Test func `sequence zero is nobody's`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish([.contract(1)], from: 0)
        harness.settle()
        #expect(labour.takeAnswers().codes == [0: .sequenceRefused])
        #expect(harness.journal.lastPosition == 0)
    }

    @Test func `a repeat while the journal cannot be read is for later`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.contract(1))
        harness.settle()
        _ = labour.take()
        harness.journal.failure = .inputOutput
        labour.publish([.contract(1)], from: 1)
        harness.settle()
        let refusal = try #require(labour.takeAnswers().refused.first)
        #expect(refusal.code == .storageFailed)
        #expect(refusal.retryAfterMs > 0)
        harness.journal.failure = nil
        labour.publish([.contract(1)], from: 1)
        harness.settle()
        #expect(labour.takeAnswers().ranges.map(\.duplicate) == [true])
    }

    @Test func `the answer to a repeat whose session ended goes to nobody else`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        let bank = try Peer.connected(harness, Cast.bank)
        labour.publish(.contract(1))
        harness.settle()
        _ = labour.take()
        labour.publish([.contract(1)], from: 1)
        harness.lose(labour.connection)
        harness.settle()
        #expect(labour.take().isEmpty)
        #expect(bank.take().isEmpty)
    }

    @Test func `the core asks for a pause while repeats wait for the journal`() throws {
        var limits = BrokerLimits()
        limits.pendingBytesMax = 2_000
        let harness = CoreHarness(limits: limits)
        let labour = try Peer.connected(harness, Cast.labour)
        let samples = (1...10).map { Sample.contract($0) }
        labour.publish(samples)
        harness.settle()
        for _ in 0..<10 { labour.publish(samples, from: 1) }
        #expect(!harness.core.wantsInput)
        harness.settle()
        #expect(harness.core.wantsInput)
        #expect(labour.takeAnswers().ranges.count == 101)
    }
}
