import GRDB

/// A report of the plan's that is due soon, or late: for the half year or the year [S 542-546].
public struct ReportDue: Hashable, Sendable {
    public let period: ReportPeriod
    /// It must be in before this day.
    public let before: CalendarDay
    public let isLate: Bool

    /// So many days before its deadline a report is spoken of [I].
    static let noticeDays = 30

    /// Those of all years that are due within a month or past their day; by day. Which of them were handed in is for the office to say. What was due before
    /// its store was made is not its own, and no report is about a year before the plan's, whatever a clock showed.
    static func all(on day: CalendarDay, in reference: ReferenceData = .standard, _ database: Database) throws -> [ReportDue] {
        let made = UTCTime(microseconds: try Int64.fetchOne(database, sql: "SELECT created_at FROM office") ?? 0).day()
        let first = max(made, ReferenceData.planDay).year
        guard first <= day.year else { return [] }
        return (first...day.year).flatMap { ["\($0)-H1", "\($0)"] }.compactMap { text in
            guard let period = ReportPeriod(text), let before = period.dueBefore(in: reference), before > made,
                before <= day.adding(days: noticeDays)
            else { return nil }
            return ReportDue(period: period, before: before, isLate: day >= before)
        }
    }
}
