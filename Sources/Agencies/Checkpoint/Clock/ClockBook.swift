import GRDB

/// What messages tell of the gateway's clock.
///
/// A message says when the gateway recorded it. It arrives later, by as long as its way took: a moment where both were connected, days where this machine was
/// not. So of each minute the smallest difference counts, and nothing is certain before ``agreeingMin`` minutes say the same: the delays of a backlog do
/// not. And the latest minute has to be among them: a clock that was set right is believed again with the next message. To correct nothing is the safe side:
/// what is refused for a clock that runs ahead is said again later, and what was corrected wrongly would stay.
struct ClockBook {
    let database: Database

    static let table = "CREATE TABLE clock_minute (minute INTEGER PRIMARY KEY, ahead INTEGER NOT NULL) STRICT;"

    static let agreeingMin = 3
    private static let minutesKept: Int64 = 24 * 60

    func note(recordedAt: UTCTime, at now: UTCTime) throws {
        try database.execute(
            sql: "INSERT INTO clock_minute VALUES (?, ?) ON CONFLICT (minute) DO UPDATE SET ahead = min(ahead, excluded.ahead)",
            arguments: [now.seconds / 60, now.microseconds - recordedAt.microseconds]
        )
    }

    /// - Returns: Nil where no message came for a day.
    func estimate(at now: UTCTime) throws -> ClockEstimate? {
        let minute = now.seconds / 60
        let differences = try Int64.fetchAll(
            database,
            sql: "SELECT ahead FROM clock_minute WHERE minute BETWEEN ? AND ? ORDER BY minute DESC",
            arguments: [minute - Self.minutesKept, minute]
        )
        if let newest = differences.first {
            let agreeing = differences.filter { abs($0 - newest) <= ClockEstimate.tolerance }
            if agreeing.count >= Self.agreeingMin, let least = agreeing.min() { return ClockEstimate(ahead: least, isCertain: true) }
        }
        return differences.min().map { ClockEstimate(ahead: $0, isCertain: false) }
    }

    /// Forgets what is old, and what lies ahead: then this machine's clock was set back.
    func forget(at now: UTCTime) throws {
        let minute = now.seconds / 60
        try database.execute(
            sql: "DELETE FROM clock_minute WHERE minute < ? OR minute > ?",
            arguments: [minute - Self.minutesKept, minute + 1]
        )
    }
}
