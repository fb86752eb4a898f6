/// A month that lending is reported for, `YYYY-MM` in messages.
public struct LendingMonth: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let year: Int
    public let month: Int

    public init(_ day: CalendarDay) {
        year = day.year
        month = day.month
    }

    /// Reads `YYYY-MM`; nil where it is anything else.
    public init?(_ text: String) {
        guard let date = PartialDate(text), let month = date.month, date.day == nil else { return nil }
        year = date.year
        self.month = month
    }

    public var next: LendingMonth { LendingMonth(CalendarDay.last(of: month, year).adding(days: 1)) }
    public var firstDay: CalendarDay { .first(of: month, year) }
    public var lastDay: CalendarDay { .last(of: month, year) }
    public var description: String { "\(year)-\(CalendarDay.two(month))" }

    public static func < (left: LendingMonth, right: LendingMonth) -> Bool { (left.year, left.month) < (right.year, right.month) }
}

extension CalendarDay {
    /// The same day of a later month, or that month's last; nil after the year 2199.
    func adding(months: Int) -> CalendarDay? {
        let count = year * 12 + month - 1 + months
        let (year, month) = (count / 12, count % 12 + 1)
        return CalendarDay(year: year, month: month, day: min(day, Self.days(inMonth: month, of: year)))
    }
}
