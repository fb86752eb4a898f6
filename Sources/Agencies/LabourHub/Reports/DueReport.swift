public import GRDB

/// A report of the plan's that is due soon or late, and who has not handed in [S 542-546].
public struct DueReport: Hashable, Sendable {
    public let period: ReportPeriod
    /// It must be in before this day.
    public let before: CalendarDay
    public let isLate: Bool
    /// The offices whose reports are missing; empty: all are there to be put together.
    public let missing: [Wording]

    /// So many days before its deadline a report is spoken of [I].
    static let noticeDays = 30

    /// Of this year and the last, the oldest first: those that are due within a month, and those that are past their day and not complete. What was due before
    /// this office had its store it cannot have received.
    public static func all(office: LabourOffice, today: CalendarDay, _ database: Database) throws -> [DueReport] {
        let madeAt = try Int64.fetchOne(database, sql: "SELECT created_at FROM office") ?? 0
        let madeOn = UTCTime(microseconds: madeAt).day()
        return try ReportPeriod.called(by: today, noticeDays: noticeDays, in: office.reference).compactMap { period, before in
            guard before > madeOn else { return nil }
            let standings = try ReportStanding.all(period, office: office, today: today, database)
            let due = DueReport(
                period: period,
                before: before,
                isLate: today >= before,
                missing: standings.filter { $0.receivedOn == nil }.map(\.name)
            )
            return due.isLate && due.missing.isEmpty ? nil : due
        }
    }

    public var wording: Wording {
        let (vi, en) = (missing.map(\.vi).joined(separator: ", "), missing.map(\.en).joined(separator: ", "))
        if missing.isEmpty {
            return Wording(
                vi: "báo cáo kỳ \(period): đã nhận đủ, hạn tổng hợp trước ngày \(before.written)",
                en: "the report on \(period): everybody has handed in; to be put together before \(before)"
            )
        }
        return isLate
            ? Wording(
                vi: "báo cáo kỳ \(period) đã quá hạn (trước ngày \(before.written)), chưa nhận của: \(vi)",
                en: "the report on \(period) is late (before \(before)), not received from: \(en)"
            )
            : Wording(
                vi: "báo cáo kỳ \(period), hạn trước ngày \(before.written), chưa nhận của: \(vi)",
                en: "the report on \(period) is due before \(before), not received from: \(en)"
            )
    }
}
