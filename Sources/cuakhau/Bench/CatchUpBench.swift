import Client
import Contracts
import Histogram
import Synchronization

/// Measures what live traffic notices of a consumer that was absent and catches up: both read the same type, in the same lane.
struct CatchUpBench {
    /// Messages that each returning consumer has missed.
    let messages: Int
    let size: Int
    /// Live messages measured on the idle gateway.
    let live: Int
    /// Consumers that return, one after another: one alone is back too soon for a 99th percentile.
    let returns: Int
    /// Whether they return at the same moment instead.
    let isTogether: Bool

    struct Result: Encodable {
        let missed: Int
        let size: Int
        let returns: Int
        let together: Bool
        let idle_messages: Int
        let idle: BenchResult.Latency
        /// Live messages while somebody caught up.
        let live_messages: Int
        let catching_up: BenchResult.Latency
        let p50_ratio: Double
        let p99_ratio: Double
        /// Messages delivered to those who had missed them.
        let caught_up: Int
        let caught_up_per_second: Int
        let durability = BenchResult.durability
        let latency_of = "from publish to delivery to a live consumer, one at a time"
    }

    func run() async throws -> Result {
        let folder = try TemporaryFolder("cuakhau-bench")
        defer { folder.remove() }
        let gateway = try GatewayProcess(folder: folder.path)
        defer { gateway.stop() }
        let border = try DirectPublisher(profile: try gateway.addPrincipal("bench-border", role: .border, gate: BenchMessages.gate))
        let labour = try gateway.addPrincipal("bench-labour", role: .labour)
        try gateway.start()
        // They exist before they are away: that is what the gateway has to remember of them.
        for number in 1...returns {
            let absent = try absentee(number, labour)
            try await absent.subscribed()
            await absent.close()
        }
        _ = try await Bench(messages: messages, size: size).load(border)

        let consumer = try Consumer(
            profile: labour,
            settings: Consumer.Settings(name: "live", filter: "crossing.>", purpose: "measure how soon a crossing comes", start: .now)
        )
        try await consumer.subscribed()
        let source = try Bench(messages: messages, size: size).makeMessages()
        var probe = LiveProbe(border, consumer, from: messages + 1, message: source.message)
        _ = try await probe.measure(min(50, live))
        let idle = try await probe.measure(live)

        var loaded = BenchResult.Latency.histogram()
        var (caughtUp, elapsed) = (0, Duration.zero)
        for numbers in isTogether ? [Array(1...returns)] : (1...returns).map({ [$0] }) {
            let away = Mutex(numbers.count)
            let absent = try numbers.map { try absentee($0, labour) }
            async let back = catchUp(absent) { away.withLock { $0 -= 1 } }
            let latency = try await probe.measure { _ in away.withLock { $0 > 0 } }
            for value in latency.recordedValues() { loaded.record(value.value, count: value.count) }
            elapsed += try await back
            caughtUp += messages * numbers.count
        }
        await border.close()
        await consumer.close()
        let (calm, busy) = (BenchResult.Latency(idle), BenchResult.Latency(loaded))
        return Result(
            missed: messages,
            size: size,
            returns: returns,
            together: isTogether,
            idle_messages: Int(idle.totalCount),
            idle: calm,
            live_messages: Int(loaded.totalCount),
            catching_up: busy,
            p50_ratio: busy.p50Ratio(to: calm),
            p99_ratio: busy.p99Ratio(to: calm),
            caught_up: caughtUp,
            caught_up_per_second: Int(Double(caughtUp) / (elapsed / .seconds(1)))
        )
    }

    private func absentee(_ number: Int, _ profile: Profile) throws -> Consumer {
        try Consumer(
            profile: profile,
            settings: Consumer.Settings(name: "absent-\(number)", filter: "crossing.>", purpose: "measure catching up", creditMessages: 4_096)
        )
    }

    /// - Parameter isBack: Called for each of them, however it ends.
    /// - Returns: How long it took until the last was back.
    private func catchUp(_ consumers: [Consumer], _ isBack: @escaping @Sendable () -> Void) async throws -> Duration {
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for consumer in consumers {
                group.addTask {
                    defer { isBack() }
                    try await readAll(consumer)
                }
            }
            try await group.waitForAll()
        }
        let elapsed = ContinuousClock.now - start
        for consumer in consumers { await consumer.close() }
        return elapsed
    }

    /// Reads what was missed: each message once, in order.
    private func readAll(_ consumer: Consumer) async throws {
        let iterator = consumer.makeAsyncIterator()
        var last: UInt64 = 0
        for _ in 0..<messages {
            guard let delivery = try await iterator.next() else { throw CommandFailure(.software, "the consumer ended early") }
            guard delivery.position == last + 1 else {
                throw CommandFailure(.software, "position \(delivery.position) came after \(last)")
            }
            last = delivery.position
            delivery.acknowledge()
        }
    }
}

extension CatchUpBench.Result {
    func text() -> String {
        """
        \(latency_of); \(durability)
        idle                          p50 \(idle.p50_us) µs, p99 \(idle.p99_us) µs, most \(idle.max_us) µs (\(idle_messages) messages)
        while \(missed) are caught up  p50 \(catching_up.p50_us) µs, p99 \(catching_up.p99_us) µs, most \(catching_up.max_us) µs \
        (\(live_messages) messages; p50 \(p50_ratio), p99 \(p99_ratio) times idle)
        caught up                     \(caught_up_per_second) a second
        """
    }
}
