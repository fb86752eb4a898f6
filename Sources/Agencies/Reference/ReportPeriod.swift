/// Half a year or a year, as reports are about [S 542-546].
public struct ReportPeriod: Hashable, Sendable, CustomStringConvertible {
    public let year: Int
    /// 1 or 2; nil: the year.
    public let half: Int?

    /// Reads `2026`, `2026-H1` or `2026-H2`; nil where it is anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts[0].utf8.count == 4, let year = Int(parts[0]), (1900...2199).contains(year) else { return nil }
        switch parts.count == 2 ? parts[1] : "" {
        case "": half = nil
        case "H1": half = 1
        case "H2": half = 2
        default: return nil
        }
        guard parts.count == 1 || half != nil else { return nil }
        self.year = year
    }

    public var description: String { half.map { "\(year)-H\($0)" } ?? "\(year)" }

    /// `YYYY-MM`.
    var firstMonth: String { "\(year)-\(half == 2 ? "07" : "01")" }
    var lastMonth: String { "\(year)-\(half == 1 ? "06" : "12")" }

    public var firstDay: CalendarDay { .first(of: half == 2 ? 7 : 1, year) }
    public var lastDay: CalendarDay { .last(of: half == 1 ? 6 : 12, year) }

    /// The day before which reports about it are due: 20 June for the first half, 21 December for the year, of which the second half is a part.
    public func deadline(_ reference: ReferenceData) -> CalendarDay? {
        guard let before = reference.reportDeadline(half == 1 ? .halfYear : .year)?.before else { return nil }
        return CalendarDay(year: year, month: before.month, day: before.day)
    }
}
