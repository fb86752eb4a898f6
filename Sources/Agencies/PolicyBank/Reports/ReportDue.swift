public import GRDB

/// A report of the plan's that is due soon, or late: form 02 for the half year or the year [S 542-543].
public struct ReportDue: Hashable, Sendable {
    public let period: ReportPeriod
    /// It must be in before this day.
    public let before: CalendarDay
    public let isLate: Bool

    /// So many days before its deadline a report is spoken of [I].
    static let noticeDays = 30

    /// This year's reports that are to be handed in by now or within a month, and were not.
    public static func all(on day: CalendarDay, _ database: Database) throws -> [ReportDue] {
        let handedIn = Set(try String.fetchAll(database, sql: "SELECT DISTINCT period FROM form_report"))
        return ["\(day.year)-H1", "\(day.year)"].compactMap { text in
            guard !handedIn.contains(text), let period = ReportPeriod(text), let before = period.dueBefore(),
                day.adding(days: noticeDays) >= before
            else { return nil }
            return ReportDue(period: period, before: before, isLate: day >= before)
        }
    }
}
