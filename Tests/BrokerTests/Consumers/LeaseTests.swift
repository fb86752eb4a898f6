import Journal
import Testing
import Wire

@testable import Broker

/// How long a message is whose, and what comes too late.
struct LeaseTests {
    let stage: ConsumerStage

    init() throws { stage = try ConsumerStage() }

    @Test func `a message goes to another reader when its lease is over`() throws {
        let first = try stage.reader(ConsumerStage.settings())
        stage.publish(1)
        #expect(first.positions == [1])
        first.unsubscribe()
        let second = try stage.reader(nil, number: 2)
        #expect(second.positions == [1])
        stage.pass(.milliseconds(970))
        #expect(second.positions.isEmpty)
        stage.pass(.milliseconds(10))
        #expect(second.attempts == [[1, 1]])
    }

    @Test func `progress begins a lease anew`() throws {
        let reader = try stage.reader(ConsumerStage.settings())
        stage.publish(1)
        #expect(reader.positions == [1])
        stage.pass(.milliseconds(900))
        reader.answer(.progress, 1)
        stage.pass(.milliseconds(900))
        #expect(reader.positions.isEmpty)
        reader.acknowledge(1...1)
        stage.pass(.seconds(5))
        #expect(reader.positions.isEmpty)
        #expect(stage.harness.journal.consumer("police", "board")?.position == 2)
    }

    @Test func `an answer after the lease is refused and changes nothing`() throws {
        let reader = try stage.reader(ConsumerStage.settings())
        stage.publish(1)
        let lease = try #require(reader.take().compactMap(\.asDeliver).first).lease
        #expect(lease > 0)
        stage.pass(.seconds(1))
        #expect(reader.positions == [1])
        reader.acknowledge(1...1, lease: lease)
        reader.answer(.nak, 1, lease: lease)
        let refused = reader.take().compactMap(\.asAckRefused)
        #expect(refused.map(\.code) == [.leaseLost, .leaseLost])
        #expect(refused.flatMap(\.ranges).map(\.first) == [1, 1])
        stage.harness.settleAll()
        #expect(stage.harness.journal.consumer("police", "board")?.position == 1)
        #expect(stage.harness.journal.letters.failures.isEmpty)
    }

    @Test func `a lease ends though its consumer was paused in the moment its message was read`() throws {
        let stage = try ConsumerStage(limits: ConsumerStage.withoutMemory)
        let reader = try stage.reader(ConsumerStage.settings(), credit: 1)
        stage.publish(1)
        // What the police may not read takes the place of it in memory.
        let labour = try Peer.connected(stage.harness, Cast.labour)
        labour.publish(.contract(1))
        stage.harness.settle()
        #expect(reader.positions == [1])
        stage.pass(.milliseconds(500))
        reader.answer(.release, 1)
        stage.harness.flush()
        let reading = try #require(stage.harness.takeReadings().first)
        // The timer of the first lease finds nothing.
        stage.harness.advance(.milliseconds(600))
        stage.harness.flush()
        stage.harness.answer(reading)
        #expect(reader.positions == [1])
        stage.pause(true)
        reader.begin(1...1)
        stage.pass(.seconds(1))
        #expect(stage.harness.journal.letters.sortedFailures.map(\.count) == [1])
    }

    @Test func `what failed for good leaves room, even while the dead letters are full`() throws {
        var limits = BrokerLimits()
        limits.deadLettersPerConsumerMax = 0
        let stage = try ConsumerStage(limits: limits)
        let reader = try stage.reader(ConsumerStage.settings(attempts: 1), credit: 1)
        stage.publish(1, 2)
        #expect(reader.positions == [1])
        reader.begin(1...1)
        stage.harness.flush()
        stage.harness.advance(.seconds(1))
        stage.harness.flush()
        stage.harness.settle()
        #expect(reader.positions == [2])
    }
}
