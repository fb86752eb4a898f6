import Client
import Contracts

/// Measures how long an alert takes from its publisher to a live consumer, on an idle gateway and while a replay runs.
struct ReplayBench {
    let alerts: Int
    let messages: Int
    let rate: Int
    /// Whether the replay looks for a key that no message has.
    let isSearch: Bool

    struct Result: Encodable {
        let alerts: Int
        let messages: Int
        let rate: Int
        let idle: BenchResult.Latency
        let loaded: BenchResult.Latency
        let p99_ratio: Double
        let replayed_per_second: Int
        /// How often the whole was replayed meanwhile.
        let replays: Double
        let durability = BenchResult.durability
        let latency_of = "from publish to delivery of an alert, one at a time"
    }

    func run() async throws -> Result {
        let folder = try TemporaryFolder("cuakhau-bench")
        defer { folder.remove() }
        let gateway = try GatewayProcess(folder: folder.path, bulkReadMessages: messages * 2)
        defer { gateway.stop() }
        let border = try DirectPublisher(profile: try gateway.addPrincipal("bench-border", role: .border, gate: BenchMessages.gate))
        let bank = try DirectPublisher(profile: try gateway.addPrincipal("bench-bank", role: .bank))
        let labour = try gateway.addPrincipal("bench-labour", role: .labour)
        let police = try gateway.addPrincipal("bench-police", role: .police)
        try gateway.start()
        let consumer = try Consumer(
            profile: police,
            settings: Consumer.Settings(name: "bench", filter: "alert.>", purpose: "measure how soon an alert comes")
        )
        try await consumer.subscribed()
        for first in stride(from: 0, to: messages, by: 2_000) {
            _ = try await bank.publish((first..<min(messages, first + 2_000)).map(LaneMessages.bulk))
        }
        var probe = LiveProbe(border, consumer, message: LaneMessages.alert)
        _ = try await probe.measure(50)
        let idle = try await probe.measure(alerts)
        let load = Task { try await replay(labour) }
        let start = ContinuousClock.now
        let loaded = try await probe.measure(alerts)
        load.cancel()
        let replayed = try await load.value
        let elapsed = ContinuousClock.now - start
        await bank.close()
        await border.close()
        await consumer.close()
        let (calm, busy) = (BenchResult.Latency(idle), BenchResult.Latency(loaded))
        return Result(
            alerts: alerts,
            messages: messages,
            rate: rate,
            idle: calm,
            loaded: busy,
            p99_ratio: busy.p99Ratio(to: calm),
            replayed_per_second: Int(Double(replayed.count) / (elapsed / .seconds(1))),
            replays: replayed.replays
        )
    }

    /// Replays all of it again and again until it is cancelled.
    private func replay(_ profile: Profile) async throws -> (count: Int, replays: Double) {
        var count = 0
        var replays = 0.0
        while !Task.isCancelled {
            var settings = Replay.Settings(filter: "loan.>", messagesPerSecond: rate, purpose: "measure a replay", creditMessages: 8_192)
            if isSearch { settings.key = Array("nobody's".utf8) }
            let replay = try Replay(profile: profile, settings: settings)
            for try await delivery in replay {
                delivery.acknowledge()
                count += 1
            }
            if let position = replay.position, let through = replay.through { replays += Double(position) / Double(through + 1) }
            await replay.close()
        }
        return (count, (replays * 10).rounded() / 10)
    }
}

extension ReplayBench.Result {
    func text() -> String {
        """
        \(latency_of); \(durability)
        idle               p50 \(idle.p50_us) µs, p99 \(idle.p99_us) µs, most \(idle.max_us) µs
        with a replay      p50 \(loaded.p50_us) µs, p99 \(loaded.p99_us) µs, most \(loaded.max_us) µs (p99 \(p99_ratio) times idle)
        replayed meanwhile \(replayed_per_second) a second; all \(messages) messages \(replays) times
        """
    }
}
