import Journal
import Testing
import Wire

@testable import Broker

/// Who is charged with a failure, how often a message is tried, and when it comes again.
struct AttemptTests {
    let stage: ConsumerStage

    init() throws { stage = try ConsumerStage() }

    @Test func `only what was begun is charged, and its neighbours are not`() throws {
        let reader = try stage.reader(ConsumerStage.settings())
        stage.publish(1, 2, 3)
        #expect(reader.positions == [1, 2, 3])
        reader.begin(2...2)
        stage.harness.lose(reader.connection)
        stage.harness.settleAll()
        let other = try stage.reader(nil, number: 2)
        #expect(other.attempts == [[1, 1], [3, 1]])
        stage.pass(.milliseconds(250))
        #expect(other.attempts == [[2, 2]])
    }

    @Test func `a reader that never says what it is at was at the first`() throws {
        let reader = try stage.reader(ConsumerStage.settings())
        stage.publish(1, 2, 3)
        reader.acknowledge(1...1)
        stage.harness.lose(reader.connection)
        #expect(stage.harness.core.consumers["police board"]?.ledger.failures.keys.sorted() == [2])
    }

    @Test func `a reader that answered nothing may have got nothing, and a goodbye is in good order`() throws {
        let silent = try stage.reader(ConsumerStage.settings())
        stage.publish(1)
        stage.harness.lose(silent.connection)
        let polite = try stage.reader(nil, number: 2)
        #expect(polite.attempts == [[1, 1]])
        polite.begin(1...1)
        polite.unsubscribe()
        let last = try stage.reader(nil, number: 3)
        #expect(last.attempts == [[1, 1]])
    }

    @Test func `a redelivery waits until its failure is on disk`() throws {
        let reader = try stage.reader(ConsumerStage.settings(backoff: [100]))
        stage.publish(1)
        #expect(reader.positions == [1])
        reader.answer(.nak, 1, reason: "later")
        stage.harness.flush()
        stage.harness.advance(.seconds(1))
        let request = try #require(stage.harness.takeCommit())
        stage.harness.advance(.seconds(60))
        reader.sendHeartbeat()
        stage.harness.flush()
        #expect(reader.positions.isEmpty)
        stage.harness.finish(request)
        stage.harness.flush()
        #expect(reader.attempts == [[1, 2]])
    }

    @Test func `a wait has a floor, follows the schedule and is spread by a quarter at most`() throws {
        let rules = try ConsumerRules(ConsumerStage.settings(backoff: [100, 1_000]))
        let first = (1...200 as ClosedRange<UInt64>).map { rules.wait(afterFailures: 1, of: $0) }
        let later = (1...200 as ClosedRange<UInt64>).map { rules.wait(afterFailures: 7, of: $0) }
        #expect(first.allSatisfy { (100_000...125_000).contains($0) })
        #expect(later.allSatisfy { (1_000_000...1_250_000).contains($0) })
        #expect(Set(later).count > 50)
        let reader = try stage.reader(ConsumerStage.settings())
        stage.publish(1)
        #expect(reader.positions == [1])
        reader.answer(.nak, 1, delay: 1)
        stage.pass(.milliseconds(60))
        #expect(reader.positions.isEmpty)
        stage.pass(.milliseconds(40))
        #expect(reader.attempts == [[1, 2]])
    }

    @Test func `attempts and waits are kept over a crash`() throws {
        let reader = try stage.reader(ConsumerStage.settings(backoff: [10_000]))
        stage.publish(1)
        reader.answer(.nak, 1)
        stage.harness.settleAll()
        stage.harness.crash()
        let again = try stage.reader(nil, number: 2)
        stage.pass(.seconds(9))
        #expect(again.positions.isEmpty)
        stage.pass(.seconds(4))
        #expect(again.attempts == [[1, 2]])
    }

    @Test func `a dead letter that is tried again keeps its wait over a crash`() throws {
        let reader = try stage.reader(ConsumerStage.settings(attempts: 2, backoff: [10_000]))
        stage.publish(1)
        reader.answer(.terminate, 1)
        stage.harness.settleAll()
        stage.resolve(isDiscarded: false)
        stage.harness.settleAll()
        reader.answer(.nak, 1)
        stage.harness.settleAll()
        stage.harness.crash()
        let again = try stage.reader(nil, number: 2)
        #expect(again.positions.isEmpty)
        stage.pass(.seconds(13))
        #expect(again.attempts == [[1, 2]])
    }
}
