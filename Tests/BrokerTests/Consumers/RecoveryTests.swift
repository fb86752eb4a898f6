import Journal
import Testing
import Wire

@testable import Broker

/// What a new gateway knows of consumers, from the journal alone.
struct RecoveryTests {
    @Test(arguments: [true, false]) func `what is settled ahead stays settled over two crashes`(_ isInMemory: Bool) throws {
        let stage = try ConsumerStage(limits: isInMemory ? BrokerLimits() : ConsumerStage.withoutMemory)
        let reader = try stage.reader(ConsumerStage.settings())
        stage.publish(1, 2, 3, 4)
        reader.acknowledge(2...3)
        stage.harness.settleAll()
        #expect(stage.harness.journal.consumer("police", "board")?.ahead == [2...3])
        for number in 2...3 {
            stage.harness.crash()
            let again = try stage.reader(nil, number: number)
            #expect(again.positions == [1, 4])
            // Something moves, so that the position is stored anew.
            again.acknowledge(99...99)
            stage.pass(.milliseconds(20))
        }
        #expect(stage.harness.journal.consumer("police", "board")?.ahead == [2...3])
    }

    @Test func `what was settled ahead is behind when the first is dealt with`() throws {
        let stage = try ConsumerStage()
        let reader = try stage.reader(ConsumerStage.settings())
        stage.publish(1, 2, 3)
        reader.acknowledge(2...3)
        stage.harness.settleAll()
        stage.harness.crash()
        let again = try stage.reader(nil, number: 2, credit: 1)
        #expect(again.positions == [1])
        again.acknowledge(1...1)
        stage.harness.settleAll()
        #expect(!stage.harness.takeEvents().contains { if case .commitFailed = $0 { true } else { false } })
        #expect(stage.harness.journal.consumer("police", "board")?.position == 4)
    }

    @Test func `a change that a full disk did not take is not asked for without end`() throws {
        let stage = try ConsumerStage()
        _ = try stage.reader(ConsumerStage.settings())
        stage.harness.journal.failure = .storageFull
        var request = AdminRequest()
        request.request = 1
        request.pauseConsumer.principal = "police"
        request.pauseConsumer.consumer = "board"
        request.pauseConsumer.paused = true
        stage.operator.send(.adminRequest, request)
        stage.harness.finish(try #require(stage.harness.takeCommit()))
        #expect(try stage.operator.takeError() == .storageFull)
        #expect(stage.harness.takeCommit() == nil)
        #expect(stage.harness.core.commitDueAt != nil)
        stage.harness.journal.failure = nil
        stage.harness.settleAll()
        #expect(stage.harness.journal.consumer("police", "board")?.isPaused == true)
    }

    @Test func `failures of a consumer that is forgotten meanwhile are not stored`() throws {
        let stage = try ConsumerStage()
        let reader = try stage.reader(ConsumerStage.settings())
        stage.publish(1)
        reader.answer(.nak, 1)
        stage.harness.advance(.milliseconds(20))
        let request = try #require(stage.harness.takeCommit())
        reader.unsubscribe(forget: true)
        stage.harness.journal.failure = .storageFull
        stage.harness.finish(request)
        stage.harness.journal.failure = nil
        stage.harness.settleAll()
        #expect(stage.harness.journal.consumers.isEmpty)
        #expect(stage.harness.core.isSettled)
    }

    @Test func `a paused consumer is paused after a crash, and goes on when it is resumed`() throws {
        let stage = try ConsumerStage()
        _ = try stage.reader(ConsumerStage.settings())
        stage.pause(true)
        try stage.crash()
        stage.publish(1)
        let reader = try stage.reader(nil, number: 2)
        #expect(reader.positions.isEmpty)
        stage.pause(false)
        #expect(reader.positions == [2])
    }
}
