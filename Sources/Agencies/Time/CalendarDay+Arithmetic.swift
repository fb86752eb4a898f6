extension CalendarDay {
    /// Days since 1970-01-01 (Hinnant, "chrono-compatible low-level date algorithms").
    public var number: Int {
        let year = month <= 2 ? self.year - 1 : self.year
        let era = year / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The day of a number; of one outside the years 1900 to 2199 the nearest in them. Contracts let a time be in the years 1 to 9999, and a far one that
    /// somebody sent by mistake must be shown, or refused, and never end a program.
    public init(number: Int) {
        let days = min(max(number, Self.range.lowerBound), Self.range.upperBound) + 719_468
        let era = days / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        guard
            let value = CalendarDay(
                year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
                month: month,
                day: dayOfYear - (153 * shifted + 2) / 5 + 1
            )
        else { preconditionFailure("a day outside the years 1900 to 2199") }
        self = value
    }

    /// Reads `YYYY-MM-DD`; nil where it is anything else.
    public init?(_ text: String) {
        guard let date = PartialDate(text), date.day != nil else { return nil }
        self = date.firstDay
    }

    /// 1900-01-01 to 2199-12-31.
    private static let range = -25_567...84_005

    public func adding(days: Int) -> CalendarDay { CalendarDay(number: number + days) }

    /// Days from an earlier day to this one.
    public func days(since earlier: CalendarDay) -> Int { number - earlier.number }

    /// 1 is Monday, 7 Sunday (ISO 8601).
    public var weekday: Int { (number + 3) % 7 + 1 }

    public var isWeekend: Bool { weekday >= 6 }

    /// `dd/MM/yyyy`, as both sides' forms in Vietnamese have it.
    public var written: String { "\(Self.two(day))/\(Self.two(month))/\(year)" }
}
