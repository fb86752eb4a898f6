import Client
import Contracts

/// Measures how long an alert takes from its publisher to a live consumer, on an idle gateway and with bulk queued, and whether bulk gets through.
struct LaneBench {
    let alerts: Int
    /// Bulk messages that are kept waiting for the gateway.
    let queued: Int

    struct Result: Encodable {
        let alerts: Int
        let bulk_queued: Int
        let idle: BenchResult.Latency
        let loaded: BenchResult.Latency
        let p99_ratio: Double
        /// Bulk confirmed meanwhile.
        let bulk_confirmed_per_second: Int
        let durability = BenchResult.durability
        let latency_of = "from publish to delivery of an alert, one at a time"
    }

    func run() async throws -> Result {
        let folder = try TemporaryFolder("cuakhau-bench")
        defer { folder.remove() }
        let gateway = try GatewayProcess(folder: folder.path)
        defer { gateway.stop() }
        let border = try DirectPublisher(profile: try gateway.addPrincipal("bench-border", role: .border, gate: BenchMessages.gate))
        let bank = try gateway.addPrincipal("bench-bank", role: .bank)
        let labour = try gateway.addPrincipal("bench-labour", role: .labour)
        let police = try gateway.addPrincipal("bench-police", role: .police)
        try gateway.start()
        let consumer = try Consumer(
            profile: police,
            settings: Consumer.Settings(name: "bench", filter: "alert.>", purpose: "measure how soon an alert comes")
        )
        // It takes a hundred messages and answers none: a bulk consumer that does not keep up.
        let slow = try Consumer(
            profile: labour,
            settings: Consumer.Settings(name: "bench", filter: "loan.>", purpose: "be slow", creditMessages: 100)
        )
        try await consumer.subscribed()
        try await slow.subscribed()
        var probe = LiveProbe(border, consumer, message: LaneMessages.alert)
        _ = try await probe.measure(50)
        let idle = try await probe.measure(alerts)

        let publisher = try DirectPublisher(profile: bank)
        let load = Task { try await publishBulk(publisher) }
        let start = ContinuousClock.now
        let loaded = try await probe.measure(alerts)
        let elapsed = ContinuousClock.now - start
        load.cancel()
        let confirmed = (try? await load.value) ?? 0
        await publisher.close()
        await border.close()
        await consumer.close()
        await slow.close()
        let (calm, busy) = (BenchResult.Latency(idle), BenchResult.Latency(loaded))
        return Result(
            alerts: alerts,
            bulk_queued: queued,
            idle: calm,
            loaded: busy,
            p99_ratio: busy.p99Ratio(to: calm),
            bulk_confirmed_per_second: Int(Double(confirmed) / (elapsed / .seconds(1)))
        )
    }

    /// Keeps so many waiting until it is cancelled.
    ///
    /// - Returns: How many were confirmed.
    private func publishBulk(_ publisher: DirectPublisher) async throws -> Int {
        let calls = 8
        let size = max(1, queued / calls)
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for call in 0..<calls {
                group.addTask {
                    var confirmed = 0
                    while !Task.isCancelled {
                        let batch = try (0..<size).map { try LaneMessages.bulk(call * size + $0) }
                        do {
                            confirmed += try await publisher.publish(batch).count
                        } catch is CancellationError {
                            break
                        }
                    }
                    return confirmed
                }
            }
            return try await group.reduce(0, +)
        }
    }
}

extension LaneBench.Result {
    func text() -> String {
        """
        \(latency_of); \(durability)
        idle                        p50 \(idle.p50_us) µs, p99 \(idle.p99_us) µs, most \(idle.max_us) µs
        with \(bulk_queued) bulk queued   p50 \(loaded.p50_us) µs, p99 \(loaded.p99_us) µs, most \(loaded.max_us) µs (p99 \(p99_ratio) times idle)
        bulk confirmed meanwhile    \(bulk_confirmed_per_second) a second
        """
    }
}
