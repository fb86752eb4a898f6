import Journal
import Testing
import Wire

@testable import Broker

/// How fast a replay goes, and that nobody who reads what is new waits for it.
struct ReplayPaceTests {
    @Test(arguments: [1, 3, 7, 150, 999, 1_000, 33_333, 100_000] as [UInt32])
    func `so many messages a second go out, to the message`(rate: UInt32) throws {
        let total = min(6_000, 10 * Int(rate) + 10)
        let stage = try ReplayStage(limits: ConsumerStage.withoutMemory.with(pageMessages: 700))
        for start in stride(from: 0, to: total, by: 1_000) { stage.publish(gates: (start..<min(total, start + 1_000)).map { $0 % 100 }) }
        let reader = try stage.reader()
        let begin = stage.harness.now.monotonic
        stage.begin(reader, .rate(rate))
        var count = reader.takeReplayed().positions.count
        #expect(count == 1)
        while count < total {
            let due = try #require(stage.harness.core.timerDueAt)
            #expect(due > stage.harness.now.monotonic)
            stage.harness.advance(.microseconds(due - stage.harness.now.monotonic))
            stage.deliver()
            count += reader.takeReplayed().positions.count
            let elapsed = stage.harness.now.monotonic - begin
            let countMax = min(total, 1 + Int(elapsed * Int64(rate) / 1_000_000))
            // More than a turn's worth goes out over several turns.
            #expect(rate < 50_000 ? count == countMax : (countMax - 500...countMax).contains(count))
        }
    }

    @Test func `without a rate it is a thousand a second`() throws {
        let stage = try ReplayStage()
        for _ in 0..<3 { stage.publish(gates: (0..<1_000).map { $0 % 100 }) }
        let reader = try stage.reader()
        stage.begin(reader, .init())
        stage.pass(.seconds(2))
        #expect(reader.takeReplayed().positions.count == 2_001)
    }

    @Test func `time that was not used comes in no burst later`() throws {
        let stage = try ReplayStage()
        stage.publish(gates: (0..<500).map { $0 % 100 })
        let reader = try stage.reader()
        stage.begin(reader, credit: 1, .rate(100))
        #expect(reader.takeReplayed().positions == [1])
        stage.harness.advance(.seconds(60))
        stage.deliver()
        reader.subscribe("gate.>", number: 2, replay: .rate(100))
        reader.acknowledge(1...1)
        stage.deliver()
        #expect(reader.takeReplayed().positions == [2])
    }

    @Test func `a replay that waits for its pace or for credit keeps nobody awake`() throws {
        let stage = try ReplayStage()
        stage.publish(gates: 1, 2, 3)
        let reader = try stage.reader()
        stage.begin(reader, .rate(2))
        #expect(!stage.harness.core.hasDeliveries)
        #expect(stage.harness.core.timerDueAt == stage.harness.now.monotonic + 500_000)
        // New messages are no reason to look at it.
        stage.publish(gates: 4)
        #expect(reader.takeReplayed().positions == [1])
        let slow = try stage.reader(2)
        stage.begin(slow, credit: 1)
        stage.pass(.seconds(10))
        #expect(!stage.harness.core.hasDeliveries)
        #expect(stage.harness.core.timerDueAt == nil)
    }

    @Test func `who reads what is new has it first, and a replay gets a little each turn`() throws {
        let stage = try ReplayStage()
        for _ in 0..<3 { stage.publish(gates: (0..<1_000).map { $0 % 100 }) }
        let reader = try stage.reader()
        reader.subscribe("gate.>", number: 1, from: .now(true))
        reader.subscribe("gate.>", number: 2, credit: 8_192, creditBytes: 16 << 20, replay: .fast)
        stage.deliver()
        _ = reader.take()
        stage.harness.advance(.milliseconds(15))
        stage.border.publish(.status(9_999, gate: "G1"))
        stage.harness.finish(try #require(stage.harness.takeCommit()))
        stage.harness.flush()
        let frames = reader.take().compactMap(\.asDeliver)
        #expect(frames.map(\.subscription) == [1, 2])
        #expect(frames.map { $0.messages.count } == [1, stage.harness.limits.replayMessagesPerTurnMax])
        // Then nothing for a moment.
        stage.deliver()
        #expect(reader.takeReplayed(2).frames.isEmpty)
        #expect(!stage.harness.core.hasDeliveries)
        #expect(stage.harness.core.timerDueAt == stage.harness.now.monotonic + stage.harness.limits.replayTurnMicroseconds)
        stage.pass(.milliseconds(1))
        #expect(reader.takeReplayed(2).positions.count == stage.harness.limits.replayMessagesPerTurnMax)
    }

    @Test func `replays take turns`() throws {
        let stage = try ReplayStage()
        for _ in 0..<3 { stage.publish(gates: (0..<1_000).map { $0 % 100 }) }
        let readers = try (1...3).map { try stage.reader($0) }
        for reader in readers { stage.begin(reader) }
        for reader in readers { _ = reader.take() }
        stage.harness.advance(.milliseconds(15))
        for _ in 0..<3 {
            stage.deliver()
            stage.harness.advance(.milliseconds(1))
        }
        #expect(readers.map { $0.takeReplayed().positions.count } == [256, 256, 256])
    }

    @Test func `a replay that looks for a rare key looks at a little each turn`() throws {
        var limits = BrokerLimits()
        limits.replayLooksPerTurnMax = 10
        let stage = try ReplayStage(limits: limits)
        stage.publish(gates: (1...99).map { $0 })
        let reader = try stage.reader()
        stage.begin(reader, .key("G99"))
        stage.pass(.milliseconds(8))
        #expect(reader.takeReplayed().frames.isEmpty)
        stage.pass(.milliseconds(2))
        let replayed = reader.takeReplayed()
        #expect(replayed.positions == [99] && replayed.isWhole)
    }

    @Test func `a page of a replay goes over a few positions only`() throws {
        var limits = ConsumerStage.withoutMemory
        limits.replayPagePositionsMax = 2
        let stage = try ReplayStage(limits: limits)
        for gate in 1...9 { stage.publish(gates: gate) }
        let reader = try stage.reader()
        reader.subscribe("gate.>", from: .position(3), replay: .key("G8"))
        var pages: [[UInt64]] = []
        while !stage.harness.core.replays.isEmpty, pages.count < 4 {
            stage.harness.flush()
            for request in stage.harness.takeReadings() {
                if case .page(let from, let through, _, _) = request.subject { pages.append([from, through]) }
                stage.harness.answer(request)
            }
            if pages.count == 3 { break }
        }
        #expect(pages == [[3, 4], [5, 6], [7, 8]])
        stage.pass(.seconds(1))
        #expect(reader.takeReplayed().positions == [8])
    }

    @Test func `a replay rests as long as its page took to be read`() throws {
        let stage = try ReplayStage(limits: ConsumerStage.withoutMemory)
        for gate in 1...5 { stage.publish(gates: gate) }
        let reader = try stage.reader()
        reader.subscribe("gate.>", from: .position(1), replay: .fast)
        stage.harness.flush()
        let page = try #require(stage.harness.takeReadings().first)
        stage.harness.advance(.milliseconds(30))
        stage.harness.answer(page)
        stage.harness.advance(.milliseconds(29))
        stage.deliver()
        #expect(reader.takeReplayed().frames.isEmpty)
        #expect(stage.harness.core.timerDueAt == stage.harness.now.monotonic + 1_000)
        stage.pass(.milliseconds(1))
        #expect(reader.takeReplayed().positions.prefix(2) == [1, 2])
    }

    @Test func `the pages of a replay let every other reading pass`() throws {
        let stage = try ReplayStage(limits: ConsumerStage.withoutMemory)
        for gate in 1...3 { stage.publish(gates: gate) }
        let reader = try stage.reader()
        reader.subscribe("gate.>", number: 1, from: .position(1), replay: .fast)
        reader.subscribe("gate.>", number: 2)
        stage.harness.flush()
        #expect(stage.harness.takeReadings().map(\.isPatient) == [false, true])
        let mailbox = Mailbox<Int>()
        mailbox.post(1, isPatient: true)
        mailbox.post(2)
        mailbox.post(3, isPatient: true)
        mailbox.post(4)
        var order: [Int] = []
        mailbox.close()
        while case .element(let next) = mailbox.wait() { order.append(next) }
        #expect(order == [2, 4, 1, 3])
    }
}

extension BrokerLimits {
    func with(pageMessages: Int) -> BrokerLimits {
        var limits = self
        limits.pageMessagesMax = pageMessages
        return limits
    }
}
