import Contracts
import Journal
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// What the gateway itself tells: of dead letters and of administrative acts, in the batch that makes them.
struct NoticeTests {
    let stage: ConsumerStage

    init() throws { stage = try ConsumerStage() }

    private var harness: CoreHarness { stage.harness }

    /// The operator's readings of the gateway's own messages.
    private func take(_ peer: Peer) -> [Delivered] { peer.takeDelivered() }

    private func watcher(_ principal: Principal = Cast.auditor, _ filter: String = "gateway.>") throws -> Peer {
        let peer = try Peer.connected(harness, principal, name: "\(principal.name)/watch")
        peer.subscribe(filter, from: .now(true))
        harness.settle()
        _ = peer.take()
        return peer
    }

    @Test func `a dead letter is told in the batch that stores it, to its own principal, the operator and the auditor`() throws {
        let reader = try stage.reader(ConsumerStage.settings())
        let watchers = try [Cast.police, Cast.operator, Cast.auditor].map { try watcher($0, "gateway.letter.>") }
        let stranger = try Peer.connected(harness, Cast.bank)
        stranger.subscribe("gateway.>")
        stage.publish(1)
        reader.answer(.terminate, 1, reason: "unreadable")
        harness.advance(.milliseconds(20))
        let request = try #require(harness.takeCommit())
        #expect(request.batch.deadLetters.count == 1 && request.batch.messages?.entries.count == 1)
        harness.finish(request)
        harness.settleAll()
        for watcher in watchers {
            let notice = try #require(take(watcher).first)
            #expect(notice.type == "gateway.letter.died.v1" && notice.principal == "gateway")
            let letter = try Langson_Gateway_V1_LetterDied(serializedBytes: notice.body)
            #expect(letter.principal == "police" && letter.consumer == "board" && letter.position == 1)
            #expect(letter.type == "gate.status.changed.v1" && letter.attempts == 1 && letter.cause == .terminated)
            #expect(letter.diedAt.seconds > 0)
        }
        #expect(take(stranger).isEmpty)
    }

    @Test func `what could not be stored is told once, when it is`() throws {
        let reader = try stage.reader(ConsumerStage.settings())
        let watcher = try watcher(Cast.auditor, "gateway.letter.>")
        stage.publish(1)
        reader.answer(.terminate, 1)
        harness.journal.failure = .storageFull
        harness.settleAll()
        #expect(take(watcher).isEmpty)
        harness.journal.failure = nil
        harness.settleAll()
        harness.settleAll()
        #expect(take(watcher).map(\.type) == ["gateway.letter.died.v1"])
        #expect(stage.dead == [1])
    }

    @Test func `a notice that dies makes no further notice`() throws {
        let watcher = try Peer.connected(harness, Cast.operator, name: "operator/watch")
        watcher.subscribe("gateway.letter.>", consumer: "watch", settings: ConsumerStage.settings())
        let reader = try stage.reader(ConsumerStage.settings())
        stage.publish(1)
        reader.answer(.terminate, 1)
        harness.settleAll()
        let notice = try #require(take(watcher).first)
        watcher.answer(.terminate, notice.position)
        harness.settleAll()
        #expect(stage.dead == [1, notice.position])
        #expect(harness.journal.lastPosition == notice.position)
    }

    @Test func `every administrative act is told with it: who, what, to whom`() throws {
        let watcher = try watcher()
        stage.ask {
            $0.putConsumer.principal = "police"
            $0.putConsumer.consumer = "board"
            $0.putConsumer.filter = "gate.>"
            $0.putConsumer.purpose = "a test makes this"
            $0.putConsumer.settings = ConsumerStage.settings()
        }
        stage.change(ConsumerStage.settings(attempts: 2))
        stage.pause(true)
        stage.pause(false)
        let reader = try stage.reader(nil)
        stage.publish(1, 2)
        for delivered in reader.takeDelivered() { reader.answer(.terminate, delivered.position) }
        harness.settleAll()
        stage.resolve(isDiscarded: false)
        for delivered in reader.takeDelivered() { reader.answer(.terminate, delivered.position) }
        harness.settleAll()
        stage.resolve(isDiscarded: true)
        reader.unsubscribe()
        stage.ask {
            $0.deleteConsumer.principal = "police"
            $0.deleteConsumer.consumer = "board"
        }
        let acts = try take(watcher).filter { $0.type == "gateway.act.recorded.v1" }.map {
            try Langson_Gateway_V1_ActRecorded(serializedBytes: $0.body)
        }
        #expect(
            acts.map(\.kind) == [
                .consumerMade, .consumerChanged, .consumerPaused, .consumerResumed, .deadLettersRetried, .deadLettersDiscarded, .consumerDeleted,
            ]
        )
        #expect(acts.allSatisfy { $0.by == "operator" && $0.principal == "police" && $0.consumer == "board" && $0.at.seconds > 0 })
        #expect(acts.map(\.count) == [0, 0, 0, 0, 2, 2, 0])
    }

    @Test func `an act that is refused is not told`() throws {
        let watcher = try watcher(Cast.auditor, "gateway.act.>")
        #expect(stage.change(ConsumerStage.settings()).code != nil)
        #expect(take(watcher).isEmpty)
        #expect(harness.journal.lastPosition == 0)
    }

    @Test func `nobody publishes in the gateway's name, and its numbers go on after a crash`() throws {
        let body = try Langson_Gateway_V1_LetterDied.with { $0.principal = "police" }.serializedBytes() as [UInt8]
        var sample = Sample.status(1)
        sample.type = "gateway.letter.died.v1"
        sample.body = body
        stage.border.publish(sample)
        harness.settle()
        #expect(stage.border.takeAnswers().refused.map(\.code) == [.notPermitted])
        _ = try stage.reader(ConsumerStage.settings())
        stage.pause(true)
        try stage.crash()
        stage.pause(false)
        #expect(harness.journal.client("gateway")?.lastSequence == 2)
        let ids = (1...2).map { harness.journal.message(at: $0).entry.idLow }
        #expect(ids[0] != ids[1])
    }
}
