/// A period of the plan's reports: a half year or a year [S 542-543].
public struct LendingPeriod: Hashable, Sendable, CustomStringConvertible {
    public let year: Int
    /// Nil: the whole year.
    public let half: Int?

    /// Reads `YYYY`, `YYYY-H1` or `YYYY-H2`; nil where it is anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, let date = PartialDate(String(first)), date.month == nil else { return nil }
        switch parts.dropFirst() {
        case []: half = nil
        case ["H1"]: half = 1
        case ["H2"]: half = 2
        default: return nil
        }
        year = date.year
    }

    public var first: LendingMonth { LendingMonth(.first(of: half == 2 ? 7 : 1, year)) }
    public var last: LendingMonth { LendingMonth(.first(of: half == 1 ? 6 : 12, year)) }
    public var description: String { half.map { "\(year)-H\($0)" } ?? "\(year)" }

    /// The deadline that the plan gives it.
    public var deadline: ReportDeadline? { ReferenceData.standard.reportDeadline(half == 1 ? .halfYear : .year) }
}
