public import GRDB

/// A report of the plan's that is due soon or late, and who has not handed in [S 542-546].
public struct AwaitedReport: Hashable, Sendable {
    public let due: ReportDue
    /// The offices whose reports are missing; empty: all are there to be put together.
    public let missing: [Wording]

    /// Those that are due within a month, and those that are past their day and not complete; by day.
    public static func all(office: LabourOffice, today: CalendarDay, _ database: Database) throws -> [AwaitedReport] {
        try ReportDue.all(on: today, in: office.reference, database).compactMap { due in
            let standings = try ReportStanding.all(due.period, office: office, today: today, database)
            let missing = standings.filter { $0.receivedOn == nil }.map(\.name)
            return due.isLate && missing.isEmpty ? nil : AwaitedReport(due: due, missing: missing)
        }
    }

    public var wording: Wording {
        let (period, before) = (due.period, due.before)
        let (vi, en) = (missing.map(\.vi).joined(separator: ", "), missing.map(\.en).joined(separator: ", "))
        if missing.isEmpty {
            return Wording(
                vi: "báo cáo kỳ \(period): đã nhận đủ, hạn tổng hợp trước ngày \(before.written)",
                en: "the report on \(period): everybody has handed in; to be put together before \(before)"
            )
        }
        return due.isLate
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
