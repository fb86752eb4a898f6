import Contracts
import Journal
import Testing
import Wire

@testable import Broker

/// What is urgent goes before what is not, at every queue; and what is not gets through all the same.
struct LaneTests {
    let harness = CoreHarness()

    private func positions(of type: String) -> [UInt64] {
        (1...max(1, harness.journal.lastPosition)).filter { position in
            harness.journal.lastPosition >= position
                && harness.journal.types.first { $0.id == harness.journal.message(at: position).entry.type }?.name == type
        }
    }

    @Test func `an alert is committed before the bulk that waits`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        bank.publish((1...1_000).map { .disbursed($0) })
        let border = try Peer.connected(harness, Cast.gateNorth)
        border.publish(.alert())
        harness.finish(try #require(harness.takeCommit()))
        let alert = try #require(positions(of: "alert.crossing.issued.v1").first)
        #expect(alert <= UInt64(harness.limits.bulkMessagesPerBatchMax) + 1)
        #expect(border.takeAnswers().positions == [1: alert])
        // Bulk gets through, all of it and in order.
        harness.settle()
        #expect(bank.takeAnswers().positions.count == 1_000)
        #expect(harness.journal.lastPosition == 1_001)
    }

    @Test func `bulk comes in shares with a pause between them, so that it never fills the gateway`() throws {
        let share = harness.limits.bulkMessagesPerBatchMax
        let bank = try Peer.connected(harness, Cast.bank)
        bank.publish((1...UInt64(3 * share)).map { .disbursed($0) })
        harness.finish(try #require(harness.takeCommit()))
        #expect(bank.takeAnswers().positions.count == share)
        // Nothing more until the pause is over.
        #expect(harness.takeCommit() == nil)
        let due = try #require(harness.core.bulkDueAt)
        #expect(due == harness.now.monotonic + harness.limits.bulkPauseMicroseconds)
        harness.advance(.microseconds(harness.limits.bulkPauseMicroseconds))
        harness.finish(try #require(harness.takeCommit()))
        #expect(bank.takeAnswers().positions.count == share)
        harness.settle()
        #expect(bank.takeAnswers().positions.count == share)
        #expect(harness.core.bulkDueAt == nil)
    }

    @Test func `bulk gets through whatever else there is`() throws {
        let share = harness.limits.bulkMessagesPerBatchMax
        let bank = try Peer.connected(harness, Cast.bank)
        bank.publish((1...UInt64(3 * share)).map { .disbursed($0) })
        let border = try Peer.connected(harness, Cast.gateNorth)
        for batch in 1...3 {
            border.publish((1...50).map { _ in .alert() })
            harness.finish(try #require(harness.takeCommit()))
            harness.advance(.microseconds(harness.limits.bulkPauseMicroseconds))
            #expect(bank.takeAnswers().positions.count == share, "batch \(batch)")
        }
        #expect(border.takeAnswers().positions.count == 150)
    }

    @Test func `a client's own bulk goes with its alert, so that its order stays`() throws {
        let border = try Peer.connected(harness, Cast.gateNorth)
        border.publish((1...300).map { .report($0) })
        border.publish(.alert())
        harness.finish(try #require(harness.takeCommit()))
        #expect(border.takeAnswers().positions.count == 301)
    }

    @Test func `too much bulk is told to come later, and comes`() throws {
        var limits = BrokerLimits()
        limits.bulkBytesMax = 1_000
        let harness = CoreHarness(limits: limits)
        let bank = try Peer.connected(harness, Cast.bank)
        bank.publish((1...100).map { .disbursed($0) })
        bank.publish((101...200).map { .disbursed($0) })
        let busy = bank.takeAnswers()
        #expect(busy.codes.count == 100)
        #expect(busy.codes[101] == .busy)
        #expect(busy.refused.allSatisfy { $0.retryAfterMs > 0 })
        harness.settle()
        bank.publish((101...200).map { .disbursed($0) }, from: 101)
        harness.settle()
        #expect(bank.takeAnswers().positions.count == 200)
    }

    @Test func `what a session left in the bulk lane goes with it, and is sent again`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        bank.publish((1...500).map { .disbursed($0) })
        try bank.reconnect(firstUnconfirmed: 1)
        harness.settle()
        #expect(harness.journal.lastPosition == 0)
        bank.publish((1...500).map { .disbursed($0) }, from: 1)
        harness.settle()
        #expect(bank.takeAnswers().positions.count == 500)
    }
}
