/// A time that a report is about: `2025-H1`, `2025-H2` or `2025`, as the plan asks for [S 542-546].
public struct AffairsReportPeriod: Hashable, Sendable, CustomStringConvertible {
    public let description: String
    public let year: Int
    public let coverage: ReportDeadline.Coverage
    public let firstDay: CalendarDay
    /// The first day after it.
    let endDay: CalendarDay

    /// Nil where it is anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, first.utf8.count == 4, let year = Int(first), let start = CalendarDay(year: year, month: 1, day: 1),
            let middle = CalendarDay(year: year, month: 7, day: 1), let end = CalendarDay(year: year + 1, month: 1, day: 1)
        else { return nil }
        switch parts.dropFirst().first {
        case nil: (coverage, firstDay, endDay) = (.year, start, end)
        case "H1": (coverage, firstDay, endDay) = (.halfYear, start, middle)
        case "H2": (coverage, firstDay, endDay) = (.halfYear, middle, end)
        default: return nil
        }
        guard parts.count <= 2 else { return nil }
        description = text
        self.year = year
    }

    /// The period's times, from its first moment in Vietnam to its last.
    var times: Range<Int64> { UTCTime(firstDay).microseconds..<UTCTime(endDay).microseconds }

    /// Whether a report on it that is handed in on a day is in time. The plan has a day for the first half and for the year, and none for the second half.
    public func isInTime(_ day: CalendarDay) -> Bool {
        let deadline = description.hasSuffix("-H2") ? nil : ReferenceData.standard.reportDeadline(coverage)
        return deadline?.isInTime(day, for: year) ?? true
    }
}
