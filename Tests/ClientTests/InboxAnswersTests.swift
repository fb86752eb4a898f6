import SwiftProtobuf
import Testing
import Wire

@testable import Client

/// What a consumer tells its gateway about messages, and when.
@Suite(.timeLimit(.minutes(20))) struct InboxAnswersTests {
    // MARK: Settings

    @Test func `settings are sent where the caller set any`() throws {
        let plain = try ConsumerBench()
        plain.inbox.open()
        #expect(try plain.inbox.sent().first?.subscribe.hasSettings == false)
        let shared = try ConsumerBench { $0.kind = .shared }
        shared.inbox.open()
        #expect(try shared.inbox.sent().first?.subscribe.settings.kind == .shared)
    }

    @Test func `the lease in force is what the gateway says`() throws {
        let bench = try ConsumerBench()
        #expect(bench.inbox.lease == nil)
        try bench.openShared()
        #expect(bench.inbox.lease == .seconds(30))
        #expect(bench.inbox.lost(nil))
        try bench.open()
        #expect(bench.inbox.lease == nil)
    }

    @Test func `a delivery tells which attempt it is and whether it was out before`() async throws {
        let bench = try ConsumerBench()
        try bench.openShared()
        try bench.deliver([1], lease: 1) {
            $0.attempt = 3
            $0.redelivered = true
        }
        let delivery = try await bench.next()
        #expect(delivery.attempt == 3 && delivery.isRedelivered)
    }

    // MARK: Begun

    @Test(arguments: [(30_000 as UInt32, 0 as UInt32), (0, 5)])
    func `where attempts are charged, what is begun goes out at once`(leaseMs: UInt32, attemptsMax: UInt32) async throws {
        let bench = try ConsumerBench()
        try bench.open(leaseMs: leaseMs, attemptsMax: attemptsMax)
        let lease: UInt64 = leaseMs > 0 ? 7 : 0
        try bench.deliver([1, 2], lease: lease)
        #expect(!bench.isWoken())
        let first = try await bench.next()
        #expect(bench.isWoken())
        let begun = try bench.toldNow()
        #expect(begun.map(\.begun) == [[AckRange(1...1, lease)]])
        // With the next one goes the acknowledgement of this one.
        first.acknowledge()
        _ = try await bench.next()
        let both = try bench.toldNow()
        #expect(both.map(\.ranges) == [[AckRange(1...1, lease)]])
        #expect(both.map(\.begun) == [[AckRange(2...2, lease)]])
        #expect(try bench.told().isEmpty)
    }

    @Test func `what is acknowledged before the link looks is not begun, and waits for company`() async throws {
        let bench = try ConsumerBench()
        try bench.openShared()
        try bench.deliver([1], lease: 7)
        try await bench.next().acknowledge()
        #expect(try bench.toldNow().isEmpty)
        let told = try bench.told()
        #expect(told.map(\.ranges) == [[AckRange(1...1, 7)]])
        #expect(told.map(\.begun) == [[]])
    }

    @Test func `what a waiting task gets is begun with the same turn of the link`() async throws {
        let bench = try ConsumerBench()
        try bench.openShared()
        let task = Task { try await bench.inbox.next()?.position }
        while !bench.inbox.isWaitedFor { await Task.yield() }
        try bench.deliver([1, 2], lease: 7)
        #expect(try await task.value == 1)
        #expect(try bench.toldNow().map(\.begun) == [[AckRange(1...1, 7)]])
    }

    @Test func `a plain exclusive consumer says what is begun with what goes anyway, and wakes nobody for it`() async throws {
        let bench = try ConsumerBench()
        try bench.open()
        try bench.deliver([1, 2, 3])
        let deliveries = try await bench.next(2)
        #expect(!bench.isWoken())
        let (commands, due) = try bench.inbox.filled(now: bench.clock.now)
        #expect(commands.isEmpty && due == nil)
        deliveries[0].acknowledge()
        #expect(bench.isWoken())
        let told = try bench.told()
        #expect(told.map(\.ranges) == [[AckRange(1...1)]])
        #expect(told.map(\.begun) == [[AckRange(2...2)]])
    }

    // MARK: Coalescing

    @Test func `answers wait a millisecond for company, or an eighth of the credit`() async throws {
        let bench = try ConsumerBench { $0.creditMessages = 16 }
        try bench.open()
        try bench.deliver([1, 2, 3])
        let deliveries = try await bench.next(3)
        deliveries[0].acknowledge()
        #expect(bench.isWoken())
        #expect(try bench.inbox.filled(now: 0).due == 1_000)
        deliveries[1].fail()
        #expect(bench.isWoken())
        let told = try bench.toldNow()
        #expect(told.count == 1)
        #expect(told.first?.ranges == [AckRange(1...1)])
        #expect(told.first?.answers.map(\.position) == [2])
    }

    // MARK: Answers

    @Test func `each answer says what it is`() async throws {
        let bench = try ConsumerBench()
        try bench.openShared()
        try bench.deliver([1, 2, 3, 4, 5], lease: 7)
        let deliveries = try await bench.next(5)
        deliveries[0].fail(reason: try FailureReason("no_such_file"), retryAfter: .seconds(90))
        deliveries[1].fail()
        deliveries[2].terminate(reason: try FailureReason("not ours"))
        deliveries[3].release()
        deliveries[4].progress()
        let answers = try bench.told().flatMap(\.answers)
        #expect(answers.map(\.kind) == [.nak, .nak, .terminate, .release, .progress])
        #expect(answers.map(\.position) == [1, 2, 3, 4, 5])
        #expect(answers.map(\.lease) == [7, 7, 7, 7, 7])
        #expect(answers.map(\.delayMs) == [90_000, 0, 0, 0, 0])
        #expect(answers.map(\.reason) == ["no_such_file", "", "not ours", "", ""])
    }

    @Test(arguments: [(Duration.zero, 1 as UInt32), (.seconds(-1), 1), (.seconds(1 << 40), 43_200_000)])
    func `a wait out of bounds is the nearest one that is none of the gateway's own`(wait: Duration, milliseconds: UInt32) async throws {
        let bench = try ConsumerBench()
        try bench.open()
        try bench.deliver([1])
        try await bench.next().fail(retryAfter: wait)
        #expect(try bench.told().flatMap(\.answers).map(\.delayMs) == [milliseconds])
    }

    @Test func `all up to a delivery is one range`() async throws {
        let bench = try ConsumerBench()
        try bench.openShared()
        try bench.deliver([3, 5, 9, 11], lease: 7)
        let deliveries = try await bench.next(3)
        deliveries[2].acknowledgeThrough()
        #expect(try bench.told().flatMap(\.ranges) == [AckRange(3...9, 7)])
    }

    @Test func `without leases all up to a delivery takes what came again before it, and not what came after it`() async throws {
        let bench = try ConsumerBench()
        try bench.open()
        try bench.deliver([1, 2, 3])
        let deliveries = try await bench.next(3)
        deliveries[0].fail()
        deliveries[1].fail()
        #expect(try bench.told().flatMap(\.answers).count == 2)
        try bench.deliver([1])
        let again = try await bench.next()
        try bench.deliver([2, 4])
        let later = try await bench.next(2)
        #expect(later.map(\.position) == [2, 4])
        again.acknowledgeThrough()
        #expect(try bench.told().map(\.ranges) == [[AckRange(3...3)], [AckRange(1...1)]])
        later[1].acknowledgeThrough()
        #expect(try bench.told().map(\.ranges) == [[AckRange(4...4)], [AckRange(2...2)]])
    }

    @Test func `without leases there is no progress to tell`() async throws {
        let bench = try ConsumerBench()
        try bench.open()
        try bench.deliver([1])
        try await bench.next().progress()
        #expect(try bench.told().isEmpty)
    }

    @Test func `a message that failed without a lease comes again in the same session, and after a lost one`() async throws {
        let bench = try ConsumerBench()
        try bench.open()
        try bench.deliver([1, 2])
        let deliveries = try await bench.next(2)
        deliveries[0].fail()
        deliveries[1].acknowledge()
        _ = try bench.told()
        try bench.deliver([1]) { $0.attempt = 2 }
        let second = try await bench.next()
        #expect(second.attempt == 2)
        second.fail()
        _ = try bench.told()
        #expect(bench.inbox.lost(nil))
        try bench.open()
        try bench.deliver([1]) { $0.attempt = 3 }
        let third = try await bench.next()
        #expect(third.attempt == 3)
        // Those of before are not it.
        second.acknowledge()
        deliveries[0].acknowledge()
        #expect(try bench.told().flatMap(\.ranges).isEmpty)
        third.acknowledge()
        #expect(try bench.told().flatMap(\.ranges) == [AckRange(1...1)])
    }

    // MARK: Leases

    @Test func `a frame that begins with what comes again is handed out in the order of positions`() async throws {
        let bench = try ConsumerBench()
        try bench.openShared()
        try bench.deliver([5, 9, 3], lease: 7)
        let deliveries = try await bench.next(3)
        #expect(deliveries.map(\.position) == [3, 5, 9])
        deliveries[0].acknowledge()
        deliveries[2].acknowledge()
        #expect(try bench.told().flatMap(\.ranges) == [AckRange(3...3, 7), AckRange(9...9, 7)])
    }

    @Test func `prefetched messages whose lease is over are dropped, and those of the next are handed out`() async throws {
        let bench = try ConsumerBench()
        try bench.openShared()
        try bench.deliver([1, 2, 3], lease: 7)
        bench.clock.advance(10)
        try bench.deliver([4], lease: 8)
        bench.clock.advance(ConsumerBench.lease - 10)
        #expect(try await bench.next().position == 4)
        try bench.deliver([1, 2], lease: 9)
        #expect(try await bench.next(2).map(\.position) == [1, 2])
        #expect(bench.inbox.lateCount == 0)
    }

    @Test func `late answers are counted and not sent`() async throws {
        let bench = try ConsumerBench()
        try bench.openShared()
        try bench.deliver([1, 2], lease: 7)
        let deliveries = try await bench.next(2)
        _ = try bench.told()
        bench.clock.advance(ConsumerBench.lease)
        deliveries[0].acknowledge()
        deliveries[1].fail()
        #expect(try bench.told().isEmpty)
        #expect(bench.inbox.lateCount == 2)
    }

    @Test func `refused answers are counted, and their messages handed out again`() async throws {
        let bench = try ConsumerBench()
        try bench.openShared()
        try bench.deliver([1, 2], lease: 7)
        let deliveries = try await bench.next(2)
        deliveries[0].acknowledge()
        deliveries[1].progress()
        _ = try bench.told()
        try bench.refuse(1...1, lease: 7)
        try bench.refuse(2...2, lease: 7)
        #expect(bench.inbox.lateCount == 2)
        try bench.deliver([1, 2], lease: 8)
        #expect(try await bench.next(2).map(\.position) == [1, 2])
    }

    @Test func `a refusal of no range at all is passed over`() throws {
        let bench = try ConsumerBench()
        try bench.openShared()
        let backwards = AckRange.with {
            $0.first = 2
            $0.last = 1
        }
        try bench.inbox.receive(.ackRefused, AckRefused.with { $0.ranges = [backwards] })
        #expect(bench.inbox.lateCount == 0)
    }

    @Test func `after a lost link the leased messages are handed out again, and old answers are late`() async throws {
        let bench = try ConsumerBench()
        try bench.openShared()
        try bench.deliver([1], lease: 7)
        let older = try await bench.next()
        #expect(bench.inbox.lost(nil))
        try bench.openShared()
        try bench.deliver([1], lease: 8)
        let newer = try await bench.next()
        older.acknowledge()
        #expect(bench.inbox.lateCount == 1)
        #expect(try bench.told().flatMap(\.ranges).isEmpty)
        newer.acknowledge()
        #expect(try bench.told().flatMap(\.ranges) == [AckRange(1...1, 8)])
    }

    // MARK: The end

    @Test func `at the end what is leased and not answered is given back, and nothing more is handed out`() async throws {
        let bench = try ConsumerBench()
        try bench.openShared()
        try bench.deliver([1, 2, 3], lease: 7)
        let deliveries = try await bench.next(2)
        deliveries[0].acknowledge()
        bench.link.close()
        let told = try bench.toldNow()
        #expect(told.flatMap(\.ranges) == [AckRange(1...1, 7)])
        #expect(told.flatMap(\.answers).map(\.position) == [2, 3])
        #expect(told.flatMap(\.answers).allSatisfy { $0.kind == .release && $0.lease == 7 })
        #expect(told.flatMap(\.begun).isEmpty)
        bench.inbox.ended(nil)
        #expect(try await bench.inbox.next() == nil)
        #expect(bench.inbox.lateCount == 0)
    }

    @Test func `without leases the end of the session gives everything back`() async throws {
        let bench = try ConsumerBench()
        try bench.open()
        try bench.deliver([1, 2])
        _ = try await bench.next()
        bench.link.close()
        #expect(try bench.toldNow().isEmpty)
    }
}
