import Broker
import Client
import Contracts
import Foundation
import Histogram

/// Measures a gateway process from one client process.
struct Bench {
    let messages: Int
    let size: Int
    /// How many people the messages are about: about as many as go in a year (the plan, lines 77 to 85).
    var people = 5_000

    /// Messages of one call; sixteen calls at once make the 4,096 that a direct publisher may have unconfirmed.
    private static let batch = 256
    private static let calls = 16
    private static let idleMessages = 2_000

    func publish() async throws -> BenchResult {
        try await withGateway { gateway in
            let publisher = try DirectPublisher(profile: try gateway.addPrincipal("bench-border", role: .border, gate: BenchMessages.gate))
            try gateway.start()
            // The first confirm means that the session is open and the files are there.
            try await publisher.publish(try makeMessages().message(0))
            let (rate, latency) = try await load(publisher)
            await publisher.close()
            return BenchResult(
                mode: "publish",
                messages: messages,
                size: size,
                confirmed_per_second: rate,
                latency: BenchResult.Latency(latency),
                latency_of: "from publish to confirm, under that load"
            )
        }
    }

    func deliver() async throws -> BenchResult {
        try await withGateway { gateway in
            let publisher = try DirectPublisher(profile: try gateway.addPrincipal("bench-border", role: .border, gate: BenchMessages.gate))
            let reader = try gateway.addPrincipal("bench-labour", role: .labour)
            let operatorProfile = try gateway.addPrincipal("operator", role: .operator)
            try gateway.start()
            let consumer = try Consumer(
                profile: reader,
                settings: Consumer.Settings(name: "bench", filter: "crossing.>", purpose: "measure delivery", creditMessages: 4_096)
            )
            try await consumer.subscribed()
            try await publisher.publish(try makeMessages().message(0))
            // Both at once, as in use: the consumer reads while the publisher publishes.
            let start = ContinuousClock.now
            async let load = load(publisher)
            var iterator = consumer.makeAsyncIterator()
            try await acknowledge(messages + 1, &iterator)
            let confirmed = try await load.rate
            try await waitForAcknowledgements(UInt64(messages + 1), operatorProfile, gateway)
            let elapsed = ContinuousClock.now - start

            // Beside live traffic it would leave room for that: this is what it can do alone.
            try await Task.sleep(for: .microseconds(BrokerLimits().liveMicroseconds))
            let behind = try await catchUp(reader, operatorProfile, gateway)
            let source = try makeMessages()
            var probe = LiveProbe(publisher, consumer, from: messages + 1, message: source.message)
            let latency = try await probe.measure(Self.idleMessages)
            await publisher.close()
            await consumer.close()
            return BenchResult(
                mode: "deliver",
                messages: messages,
                size: size,
                confirmed_per_second: confirmed,
                delivered_per_second: Int(Double(messages + 1) / (elapsed / .seconds(1))),
                catch_up_per_second: behind,
                latency: BenchResult.Latency(latency),
                latency_of: "from publish to delivery, one at a time"
            )
        }
    }

    // MARK: Parts

    private func acknowledge(_ count: Int, _ iterator: inout Consumer.Iterator) async throws {
        for _ in 0..<count {
            guard let delivery = try await iterator.next() else { throw CommandFailure(.software, "the consumer ended early") }
            delivery.acknowledge()
        }
    }

    private func waitForAcknowledgements(_ count: UInt64, _ profile: Profile, _ gateway: GatewayProcess) async throws {
        while try await GatewayStats.request(profile: profile).acknowledged < count { try gateway.checkAlive() }
    }

    /// A second consumer reads all of it from the journal, with nothing else to do for the gateway.
    private func catchUp(_ reader: Profile, _ operatorProfile: Profile, _ gateway: GatewayProcess) async throws -> Int {
        let consumer = try Consumer(
            profile: reader,
            settings: Consumer.Settings(name: "bench-late", filter: "crossing.>", purpose: "measure catching up", creditMessages: 4_096)
        )
        let start = ContinuousClock.now
        var iterator = consumer.makeAsyncIterator()
        try await acknowledge(messages + 1, &iterator)
        try await waitForAcknowledgements(2 * UInt64(messages + 1), operatorProfile, gateway)
        let elapsed = ContinuousClock.now - start
        await consumer.close()
        return Int(Double(messages + 1) / (elapsed / .seconds(1)))
    }

    func makeMessages() throws -> BenchMessages {
        try BenchMessages(size: size, time: Int64(Date().timeIntervalSince1970 * 1_000_000), people: people)
    }

    private func withGateway(_ body: (GatewayProcess) async throws -> BenchResult) async throws -> BenchResult {
        let folder = try TemporaryFolder("cuakhau-bench")
        defer { folder.remove() }
        let gateway = try GatewayProcess(folder: folder.path)
        defer { gateway.stop() }
        return try await body(gateway)
    }

    /// Publishes all messages as fast as they are confirmed.
    func load(_ publisher: DirectPublisher) async throws -> (rate: Int, latency: Histogram<UInt64>) {
        let source = try makeMessages()
        let start = ContinuousClock.now
        let histograms = try await withThrowingTaskGroup(of: Histogram<UInt64>.self) { group in
            for call in 0..<Self.calls {
                group.addTask { try await publish(source, call, publisher) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let elapsed = ContinuousClock.now - start
        var all = BenchResult.Latency.histogram()
        for histogram in histograms {
            for recorded in histogram.recordedValues() { all.record(recorded.value, count: recorded.count) }
        }
        return (Int(Double(messages) / (elapsed / .seconds(1))), all)
    }

    private func publish(_ source: BenchMessages, _ call: Int, _ publisher: DirectPublisher) async throws -> Histogram<UInt64> {
        var latency = BenchResult.Latency.histogram()
        var first = 1 + call * Self.batch
        while first <= messages {
            let batch = (first...min(messages, first + Self.batch - 1)).map(source.message)
            let start = ContinuousClock.now
            for outcome in try await publisher.publish(batch) {
                if case .refused(let refusal) = outcome { throw refusal }
            }
            latency.record(BenchResult.Latency.microseconds(since: start), count: UInt64(batch.count))
            first += Self.calls * Self.batch
        }
        return latency
    }
}
