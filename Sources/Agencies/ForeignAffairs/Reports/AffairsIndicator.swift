import Contracts
import SwiftProtobuf

/// A figure of a report, and the parts it is the sum of, so that no count from 1 to 4 leaves the office.
struct AffairsIndicator: Sendable {
    /// Where parts are put together that are too small to be told.
    static let otherCode = "other"

    let code: String
    let total: Int
    let parts: [(code: String, count: Int)]

    /// - Parameter counts: By code of the part.
    /// - Returns: Nil where the whole is 1 to 4: then there is no way to tell it.
    init?(_ code: String, _ counts: [String: Int]) {
        let total = counts.values.reduce(0, +)
        guard total == SmallCount.suppressed(total) else { return nil }
        self.code = code
        self.total = total
        guard total > 0 else {
            parts = [("all", 0)]
            return
        }
        var kept = counts.filter { $0.key != Self.otherCode && $0.value >= SmallCount.least }
        var other = total - kept.values.reduce(0, +)
        // What is left over is told with the smallest of the others, or it could be counted out of the total.
        while other != 0, other < SmallCount.least, let smallest = kept.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
            other += smallest.value
            kept[smallest.key] = nil
        }
        if other > 0 { kept[Self.otherCode] = other }
        parts = kept.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    var contract: Langson_Report_V1_Indicator {
        .with { indicator in
            indicator.code = code
            indicator.unit = .cases
            indicator.total = Int64(total)
            indicator.parts = parts.map { part in
                .with {
                    $0.code = part.code
                    $0.value = Int64(part.count)
                }
            }
        }
    }
}
