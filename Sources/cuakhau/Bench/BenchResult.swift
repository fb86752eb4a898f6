import Foundation
import Histogram

/// What a bench found.
struct BenchResult: Encodable {
    struct Latency: Encodable {
        let p50_us: Int64
        let p90_us: Int64
        let p99_us: Int64
        let p999_us: Int64
        let max_us: Int64

        init(_ histogram: Histogram<UInt64>) {
            func value(_ percentile: Double) -> Int64 { Int64(histogram.valueAtPercentile(percentile)) }
            (p50_us, p90_us, p99_us, p999_us) = (value(50), value(90), value(99), value(99.9))
            max_us = Int64(histogram.max)
        }

        /// Of microseconds, up to a minute.
        static func histogram() -> Histogram<UInt64> { Histogram(highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: .three) }

        static func microseconds(since start: ContinuousClock.Instant) -> UInt64 { UInt64((ContinuousClock.now - start) / .microseconds(1)) }

        /// How many times another one's median, to two places.
        func p50Ratio(to other: Latency) -> Double { Self.ratio(p50_us, other.p50_us) }

        /// How many times another one's 99th percentile, to two places.
        func p99Ratio(to other: Latency) -> Double { Self.ratio(p99_us, other.p99_us) }

        private static func ratio(_ value: Int64, _ base: Int64) -> Double { (Double(value) / Double(max(1, base)) * 100).rounded() / 100 }
    }

    let mode: String
    let messages: Int
    let size: Int
    var confirmed_per_second: Int?
    /// Delivered and acknowledged, from the first publish to the last acknowledgement.
    var delivered_per_second: Int?
    /// Delivered and acknowledged to a consumer that begins when all is in the journal.
    var catch_up_per_second: Int?
    let latency: Latency
    let latency_of: String
    let durability = Self.durability
    let security = "CURVE; keys checked by ZAP"
    let checks = "every message against its contract"

    static let durability = "every confirmed message fsynced (SQLite, write-ahead log, synchronous=FULL)"

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    func text() -> String {
        var lines = ["\(messages) messages of \(size) bytes; \(durability); \(security); \(checks)"]
        if let confirmed_per_second { lines.append("confirmed  \(confirmed_per_second) a second") }
        if let delivered_per_second { lines.append("delivered and acknowledged, while published  \(delivered_per_second) a second") }
        if let catch_up_per_second { lines.append("caught up by a late consumer  \(catch_up_per_second) a second") }
        lines.append(
            "\(latency_of)  p50 \(latency.p50_us) µs, p90 \(latency.p90_us) µs, p99 \(latency.p99_us) µs, p99.9 \(latency.p999_us) µs, most \(latency.max_us) µs"
        )
        return lines.joined(separator: "\n")
    }
}
