public import GRDB

/// A report of the plan's that is due soon, or late: form 02 for the half year or the year [S 542-543].
public struct ReportDue: Hashable, Sendable {
    public let period: ReportPeriod
    /// It must be in before this day.
    public let before: CalendarDay
    public let isLate: Bool

    /// So many days before its deadline a report is spoken of [I].
    static let noticeDays = 30

    /// The reports of all years since this office's store was made that are to be handed in by now or within a month, and were not; by day.
    public static func all(on day: CalendarDay, _ database: Database) throws -> [ReportDue] {
        let handedIn = Set(try String.fetchAll(database, sql: "SELECT DISTINCT period FROM form_report"))
        let made = UTCTime(microseconds: try Int64.fetchOne(database, sql: "SELECT created_at FROM office") ?? 0).day()
        // No report is about a year before the plan's, whatever a clock showed.
        let first = max(made, LedgerEntry.planDay).year
        guard first <= day.year else { return [] }
        return (first...day.year).flatMap { ["\($0)-H1", "\($0)"] }.compactMap { text in
            guard !handedIn.contains(text), let period = ReportPeriod(text), let before = period.dueBefore(),
                day.adding(days: noticeDays) >= before
            else { return nil }
            return ReportDue(period: period, before: before, isLate: day >= before)
        }
    }
}
