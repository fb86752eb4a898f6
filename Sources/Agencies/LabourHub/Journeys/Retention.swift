import GRDB

/// Forgets what the hub has kept long enough. Crossings live on as counts by month.
struct Retention {
    let settings: LabourSettings

    /// Alerts and notices aside, a voice that was dealt with is kept for a year [I].
    private static let voiceDays = 365
    /// A case is kept so long after it was closed, as foreign affairs keeps it (protection/v1/case.proto).
    private static let caseDays = 365

    /// Of a journey that ended so long ago the months stay, which the year's counts need; the document and the times go.
    private func forgetJourneys(_ database: Database, _ limit: Int64) throws {
        let month = { (column: String) in
            "(CAST(strftime('%s', strftime('%Y-%m-01', \(column) / 1000000 + 25200, 'unixepoch')) AS INTEGER) - 25200) * 1000000"
        }
        try database.execute(
            sql: """
                UPDATE journey SET token = '', exited_at = \(month("exited_at")), returned_at = \(month("returned_at"))
                WHERE token <> '' AND (returned_at < :limit OR (state = 'no_show' AND day < :day))
                """,
            arguments: ["limit": limit, "day": UTCTime(microseconds: limit).day().description]
        )
        try database.execute(sql: "DELETE FROM return_word WHERE contract_ref IN (SELECT contract_ref FROM journey WHERE token = '')")
    }

    func clean(_ database: Database, today: CalendarDay) throws {
        let limit = UTCTime(today.adding(days: -settings.crossingDays)).microseconds
        // By the month on this side's clock, which is seven hours ahead of UTC.
        try database.execute(
            sql: """
                INSERT INTO crossing_month SELECT strftime('%Y-%m', occurred_at / 1000000 + 25200, 'unixepoch'), gate, direction, count(*)
                FROM crossing WHERE occurred_at < ? GROUP BY 1, 2, 3
                ON CONFLICT (month, gate, direction) DO UPDATE SET count = count + excluded.count
                """,
            arguments: [limit]
        )
        try database.execute(sql: "DELETE FROM crossing WHERE occurred_at < ?", arguments: [limit])
        try forgetJourneys(database, limit)
        try database.execute(
            sql: "DELETE FROM voice WHERE is_done = 1 AND at < ?",
            arguments: [UTCTime(today.adding(days: -Self.voiceDays)).microseconds]
        )
        try database.execute(
            sql: "DELETE FROM journey_case WHERE state = 'closed' AND changed_at < ?",
            arguments: [UTCTime(today.adding(days: -Self.caseDays)).microseconds]
        )
    }
}
