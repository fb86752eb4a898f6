import Journal
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// What becomes of a message that fails too often, and of what comes after it.
struct DeadLetterTests {
    let stage: ConsumerStage

    init() throws { stage = try ConsumerStage() }

    /// A reader whose first message is among the dead letters.
    private func died(_ settings: WireSettings, _ stage: ConsumerStage? = nil) throws -> Peer {
        let stage = stage ?? self.stage
        let reader = try stage.reader(settings)
        stage.publish(1)
        reader.answer(.terminate, 1, reason: "unreadable")
        stage.harness.settleAll()
        #expect(stage.dead == [1])
        _ = reader.take()
        return reader
    }

    @Test func `after its last attempt a message is among the dead letters, with its history, and nowhere else`() throws {
        let reader = try stage.reader(ConsumerStage.settings(attempts: 2, backoff: [100]))
        stage.publish(1)
        reader.answer(.nak, 1, reason: "no match")
        stage.harness.settleAll()
        stage.pass(.milliseconds(200))
        #expect(reader.attempts.last == [1, 2])
        reader.answer(.nak, 1, reason: "still none")
        stage.harness.settleAll()
        stage.pass(.seconds(60))
        #expect(reader.positions.isEmpty)
        let letter = try #require(stage.harness.journal.letters.dead.first)
        #expect(letter.message == stage.harness.journal.message(at: 1))
        #expect(letter.record.attempts == 2)
        let history = try WireFailureHistory(serializedBytes: letter.record.history)
        #expect(history.attempts.map(\.reason) == ["no match", "still none"])
        #expect(stage.harness.journal.letters.failures.isEmpty)
        // Behind the message, and behind the notice of its death, which is not for this consumer.
        #expect(stage.harness.journal.consumer("police", "board")?.position == 3)
    }

    @Test func `a blocking dead letter holds its key back, and no other`() throws {
        let reader = try died(ConsumerStage.settings(.keyed, poison: .blockKey))
        stage.publish(1, 2)
        #expect(reader.positions == [4])
        stage.resolve(isDiscarded: true)
        #expect(reader.positions == [3])
        #expect(stage.dead.isEmpty)
    }

    @Test func `a dead letter that is skipped holds nothing back`() throws {
        let reader = try died(ConsumerStage.settings(.keyed))
        stage.publish(1, 2)
        #expect(reader.positions == [3, 4])
    }

    @Test func `a dead letter that is tried again has all its attempts, and is one no more when it is dealt with`() throws {
        let reader = try died(ConsumerStage.settings(.keyed, poison: .blockKey))
        stage.publish(1)
        stage.resolve(isDiscarded: false)
        #expect(reader.attempts == [[1, 1]])
        reader.acknowledge(1...1)
        stage.harness.settleAll()
        #expect(reader.positions == [3])
        #expect(stage.dead.isEmpty)
    }

    @Test func `a dead letter that is tried again goes before a later message that came back`() throws {
        let reader = try died(ConsumerStage.settings(.keyed))
        stage.publish(1)
        #expect(reader.positions == [3])
        stage.resolve(isDiscarded: false)
        #expect(reader.positions.isEmpty)
        reader.answer(.release, 3)
        stage.harness.settle()
        #expect(reader.positions == [1])
        reader.acknowledge(1...1)
        stage.harness.settle()
        #expect(reader.positions == [3])
    }

    @Test func `a dead letter that is tried again goes before a later message that is not out yet`() throws {
        let reader = try stage.reader(ConsumerStage.settings(.keyed), credit: 1)
        stage.publish(1, 1)
        reader.answer(.terminate, 1)
        stage.pause(true)
        stage.harness.settleAll()
        stage.resolve(isDiscarded: false)
        #expect(reader.positions == [1])
        stage.pause(false)
        #expect(reader.positions == [1])
    }

    @Test func `what is settled behind a dead letter that is tried again is stored as it should be`() throws {
        let reader = try died(ConsumerStage.settings())
        stage.publish(2, 3)
        stage.resolve(isDiscarded: false)
        reader.acknowledge(3...3)
        stage.harness.settleAll()
        #expect(!stage.harness.takeEvents().contains { if case .commitFailed = $0 { true } else { false } })
        #expect(stage.harness.journal.consumer("police", "board")?.position == 4)
    }

    @Test func `a consumer is not forgotten while the journal has a dead letter of it`() throws {
        let reader = try died(ConsumerStage.settings())
        stage.resolve(isDiscarded: false)
        _ = reader.take()
        reader.acknowledge(1...1)
        reader.unsubscribe(forget: true)
        #expect(try reader.takeError() == .consumerConflict)
        stage.harness.settleAll()
        reader.unsubscribe(forget: true)
        stage.harness.settleAll()
        #expect(stage.harness.journal.consumers.isEmpty)
    }

    @Test func `full dead letters do not wait for those that are tried again`() throws {
        var limits = BrokerLimits()
        limits.deadLettersPerConsumerMax = 1
        let stage = try ConsumerStage(limits: limits)
        let reader = try died(ConsumerStage.settings(.keyed), stage)
        stage.publish(1)
        reader.answer(.terminate, 3)
        stage.harness.settleAll()
        #expect(stage.dead == [1])
        stage.resolve(isDiscarded: false)
        stage.harness.settleAll()
        #expect(stage.dead == [1, 3])
        #expect(reader.positions == [3, 1])
    }

    @Test func `a dead letter that is tried again waits after a crash for what lies before it`() throws {
        let now = stage.harness.now
        var ledger = try DeliveryLedger(rules: ConsumerRules(ConsumerStage.settings(.keyed)), position: 2)
        ledger.restore(deadLetterAt: 3, keyHash: 7, isBlocking: false, isRetrying: true, now: now)
        let atFirst = ledger.takeReady(atMost: 9)
        let mayGo = (2...3).map { ledger.look(at: $0, keyHash: 7, now: now) }
        let meanwhile = ledger.takeReady(atMost: 9)
        ledger.pass(2)
        let atLast = ledger.takeReady(atMost: 9)
        #expect(atFirst.isEmpty)
        #expect(mayGo == [true, false])
        #expect(meanwhile.isEmpty)
        #expect(atLast == [3])
    }

    @Test func `one that is tried again before its consumer has come to it waits for what lies before it`() throws {
        let now = stage.harness.now
        var ledger = try DeliveryLedger(rules: ConsumerRules(ConsumerStage.settings(.keyed)), position: 1)
        ledger.restore(deadLetterAt: 4, keyHash: 7, isBlocking: false, isRetrying: false, now: now)
        ledger.retry(4, keyHash: 7, wasBlocking: false, now: now)
        let atFirst = ledger.takeReady(atMost: 9)
        let mayGo = (1...3).map { ledger.look(at: $0, keyHash: 7, now: now) }
        // What lies between is not settled with it.
        let settled = ledger.settledAhead.ranges
        for position in 1...3 as ClosedRange<UInt64> { ledger.pass(position) }
        let last = ledger.look(at: 4, keyHash: 7, now: now)
        let atLast = ledger.takeReady(atMost: 9)
        #expect(atFirst.isEmpty)
        #expect(mayGo == [true, false, false])
        #expect(settled == [4...4])
        #expect(!last)
        #expect(atLast.last == 4)
    }

    @Test func `an operator reads no bodies, and the consumer's own agency does`() throws {
        let reader = try died(ConsumerStage.settings())
        let letters = try #require(stage.ask { $0.listDeadLetters.bodies = true }.response).deadLetterList.letters
        #expect(letters.map(\.position) == [1])
        #expect(letters.allSatisfy { $0.body.isEmpty && $0.history.attempts.map(\.reason) == ["unreadable"] })
        let own = try #require(stage.ask(reader) { $0.listDeadLetters.bodies = true }.response).deadLetterList.letters
        #expect(own.map { [UInt8]($0.body) } == [stage.harness.journal.message(at: 1).body])
        #expect(stage.ask(stage.border) { $0.listDeadLetters.filter.principal = "police" }.code == GatewayErrorCode(ErrorCode.notPermitted))
    }
}
