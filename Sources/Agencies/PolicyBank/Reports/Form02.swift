import Contracts
import SwiftProtobuf

/// The figures of form 02, money, by fund. Its columns are not in the plan's text: these are [I].
///
/// An amount is told where the loans behind it may be counted. The figures follow from one another (what was lent, in the period and else, less what came
/// back, is what is owed), so they are told of the same groups of funds: what is kept back in one cannot be worked out from the others. Where that is not
/// possible, what stands now is not told, and only what was lent in the period is.
struct Form02 {
    /// What is counted and summed up of a fund.
    struct Line {
        let fund: LoanFund
        /// Lent in the period.
        let lending: FundLending
        /// Where the fund stands now.
        let standing: FundStanding.Part
    }

    private(set) var indicators: [Langson_Report_V1_Indicator] = []
    /// The codes of the figures that are not told.
    private(set) var untold: [String] = []

    init(_ lines: [Line]) {
        func by<Value>(_ value: (Line) -> Value) -> [String: Value] {
            Dictionary(uniqueKeysWithValues: lines.map { ($0.fund.rawValue, value($0)) })
        }
        let whole = SmallGroups(by { [$0.lending.loans, $0.standing.loans - $0.lending.loans, $0.standing.owing, $0.standing.paying] })
        let ofPeriod = whole ?? SmallGroups(by { [$0.lending.loans] })
        append("loans_disbursed", .loans, ofPeriod, by { Int64($0.lending.loans) })
        append("disbursed", .vnd, ofPeriod, by { $0.lending.total.dong })
        append("outstanding", .vnd, whole, by { $0.standing.outstanding.dong })
        append("repaid", .vnd, whole, by { $0.standing.repaid.dong })
    }

    private mutating func append(
        _ code: String,
        _ unit: Langson_Report_V1_IndicatorUnit,
        _ groups: SmallGroups?,
        _ values: [String: Int64]
    ) {
        guard let parts = groups?.sums(of: values) else { return untold.append(code) }
        indicators.append(
            .with {
                $0.code = code
                $0.unit = unit
                $0.total = parts.reduce(0) { $0 + $1.value }
                $0.parts = parts.map { part in
                    .with {
                        $0.code = part.code
                        $0.value = part.value
                    }
                }
            }
        )
    }
}
