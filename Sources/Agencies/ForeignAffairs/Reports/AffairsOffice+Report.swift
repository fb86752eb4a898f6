import Contracts
import GRDB
import SwiftProtobuf

/// The office's reports on a half year and a year [S 542-546].
extension AffairsOffice {
    /// A report as it was sent.
    public struct SentReport: Sendable {
        public let period: ReportPeriod
        public let version: Int
        public let indicators: [(code: String, total: Int)]
        /// Figures that are 1 to 4, and are not told.
        public let suppressed: [String]
        public let isInTime: Bool
    }

    /// Counts the cases of a period, and hands the report in; again: a correction with the next version.
    ///
    /// The forms 01 and 02 have no columns in the plan's text: figures go with the narrative form.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/forbidden`` where the period has not begun.
    public func submitReport(
        on period: ReportPeriod,
        officer: String,
        narrative: String? = nil,
        in transaction: OfficeTransaction
    ) throws -> SentReport {
        guard period.firstDay <= transaction.today else {
            throw OfficeError(.forbidden, vi: "kỳ báo cáo \(period) chưa bắt đầu", en: "the period \(period) has not begun")
        }
        let officer = try OfficeText.officer(officer)
        let database = transaction.database
        var (told, suppressed): ([AffairsIndicator], [String]) = ([], [])
        for (code, column, time) in Self.figures {
            let counts = try Self.counts(by: column, time: time, in: period, database)
            if let indicator = AffairsIndicator(code, counts) { told.append(indicator) } else { suppressed.append(code) }
        }
        let last = try Int.fetchOne(database, sql: "SELECT version FROM report WHERE period = ?", arguments: ["\(period)"]) ?? 0
        var report = Langson_Report_V1_Submitted()
        report.organisation = settings.organisation
        report.period = "\(period)"
        report.form = .narrative
        report.version = UInt32(last + 1)
        report.indicators = told.map(\.contract)
        report.narrative = ([try narrative.map(AffairsText.note)] + suppressed.map { "\($0): < \(SmallCount.least)" }).compactMap(\.self)
            .joined(separator: "\n")
        try transaction.send("report.submitted.v1", report)
        try database.execute(
            sql: "INSERT OR REPLACE INTO report (period, version, submitted_at, officer) VALUES (?, ?, ?, ?)",
            arguments: ["\(period)", last + 1, transaction.now.microseconds, officer]
        )
        return SentReport(
            period: period,
            version: last + 1,
            indicators: told.map { ($0.code, $0.total) },
            suppressed: suppressed,
            isInTime: period.isInTime(transaction.today)
        )
    }

    /// Each figure's code, what its parts are by, and the time that puts a case into a period.
    private static let figures = [
        ("protection_cases_opened", "kind", "at"), ("protection_cases_mission_notified", "kind", "notified_at"),
        ("protection_cases_closed", "outcome", "closed_at"),
    ]

    private static func counts(by column: String, time: String, in period: ReportPeriod, _ database: Database) throws -> [String: Int] {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT \(column), count(*) FROM protection_case WHERE \(time) >= ? AND \(time) < ? GROUP BY 1",
            arguments: [period.times.lowerBound, period.times.upperBound]
        )
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] ?? SmallGroups.otherCode, $0[1]) })
    }
}
