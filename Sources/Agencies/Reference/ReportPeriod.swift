/// Half a year or a year, as the plan's reports are about [S 542-546].
public struct ReportPeriod: Hashable, Sendable, CustomStringConvertible {
    public let year: Int
    /// 1 or 2; nil: the year.
    public let half: Int?

    /// Reads `2026`, `2026-H1` or `2026-H2`; nil where it is anything else.
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

    public var description: String { half.map { "\(year)-H\($0)" } ?? "\(year)" }

    public var firstDay: CalendarDay { .first(of: half == 2 ? 7 : 1, year) }
    public var lastDay: CalendarDay { .last(of: half == 1 ? 6 : 12, year) }

    /// Its moments, in microseconds since 1970, by the clock of Vietnam.
    var times: Range<Int64> { UTCTime(firstDay).microseconds..<UTCTime(lastDay.adding(days: 1)).microseconds }

    /// `YYYY-MM`.
    var firstMonth: String { String(firstDay.description.prefix(7)) }
    var lastMonth: String { String(lastDay.description.prefix(7)) }

    /// The deadline that the plan gives it: 20 June for the first half, 21 December for the year; for the second half the plan has none.
    public func deadline(in reference: ReferenceData = .standard) -> ReportDeadline? {
        switch half {
        case 1: reference.reportDeadline(.halfYear)
        case nil: reference.reportDeadline(.year)
        default: nil
        }
    }

    /// The day before which it is due; nil: on no day.
    public func dueBefore(in reference: ReferenceData = .standard) -> CalendarDay? {
        guard let before = deadline(in: reference)?.before else { return nil }
        return CalendarDay(year: year, month: before.month, day: before.day)
    }

    /// Whether a report that is handed in on a day is in time.
    public func isInTime(_ day: CalendarDay) -> Bool { dueBefore().map { day < $0 } ?? true }
}
