import Contracts
import SwiftProtobuf

/// A figure of a report, and the parts it is the sum of, so that no count from 1 to 4 leaves the office.
struct AffairsIndicator: Sendable {
    let code: String
    let total: Int
    let parts: [(code: String, count: Int)]

    /// - Parameter counts: By code of the part.
    /// - Returns: Nil where the whole is 1 to 4: then there is no way to tell it.
    init?(_ code: String, _ counts: [String: Int]) {
        guard let groups = SmallGroups(counts.mapValues { [$0] }) else { return nil }
        self.code = code
        total = counts.values.reduce(0, +)
        parts = groups.sums(of: counts.mapValues(Int64.init)).map { ($0.code, Int($0.value)) }
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
