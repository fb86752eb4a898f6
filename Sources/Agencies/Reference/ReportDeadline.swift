/// Before which day a report is due.
public struct ReportDeadline: Hashable, Sendable, Identifiable {
    /// What a report is about.
    public enum Coverage: String, CaseIterable, Sendable {
        case halfYear = "half_year"
        case year
        case asAsked = "as_asked"
    }

    public let id: String
    public let nameVI: String
    public let nameEN: String
    public let covers: Coverage
    /// The month and day before which it is due, every year; nil for reports that are asked for.
    public let before: MonthDay?
    public let sourceLines: SourceLines

    /// A day that comes every year.
    public struct MonthDay: Hashable, Sendable {
        public let month: Int
        public let day: Int
    }

    static let columns = ["deadline", "name_vi", "name_en", "covers", "before_day", "before_month", "source_lines"]
    /// Any year without a 29 February: a deadline must be a day of every year.
    private static let commonYear = 2023

    init(_ row: ReferenceRow) throws(ReferenceError) {
        id = try row.identifier("deadline")
        nameVI = try row.text("name_vi")
        nameEN = try row.text("name_en")
        covers = try row.choice("covers", of: Coverage.self)
        switch (try row.optionalInteger("before_day", 1...31), try row.optionalInteger("before_month", 1...12)) {
        case (nil, nil): before = nil
        case (let day?, let month?):
            guard let date = CalendarDay(year: Self.commonYear, month: Int(month), day: Int(day)) else {
                throw row.error("before_day", vi: "cần ngày mà năm nào tháng đó cũng có", en: "a day that its month has every year")
            }
            before = MonthDay(month: date.month, day: date.day)
        default: throw row.error("before_day", vi: "có cả ngày và tháng, hoặc không có cả hai", en: "a day and a month, or neither")
        }
        guard (before == nil) == (covers == .asAsked) else {
            throw row.error("covers", vi: "as_asked không có ngày; half_year và year phải có", en: "as_asked has no day; half_year and year have one")
        }
        sourceLines = try row.sourceLines("source_lines")
    }

    /// Whether a report handed in on a day is in time for a year: before the deadline's day, not on it.
    public func isInTime(_ day: CalendarDay, for year: Int) -> Bool {
        guard let before, let limit = CalendarDay(year: year, month: before.month, day: before.day) else { return true }
        return day < limit
    }
}
