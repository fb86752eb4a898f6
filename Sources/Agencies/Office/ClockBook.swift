import Foundation
import GRDB

/// The latest comparison of this machine's clock with the gateway's. The service writes it; every process that has the store open reads it.
///
/// The service knows what the gateway's clock shows long after the link was lost, so that an old comparison means: no service ran. A clock can have been set
/// since, so that after a day it says nothing any more, and nothing after this machine was started anew: to correct nothing is the safe side.
struct ClockBook {
    let database: Database
    private let boot: String

    /// - Parameter boot: Which start of this machine it is.
    init(database: Database, boot: String = Self.thisBoot) {
        self.database = database
        self.boot = boot
    }

    static let table = """
        CREATE TABLE office_clock (
          only INTEGER PRIMARY KEY CHECK (only = 1), least INTEGER NOT NULL, most INTEGER NOT NULL, at INTEGER NOT NULL, boot TEXT NOT NULL) STRICT;
        """

    private static let secondsGood: Int64 = 86_400
    /// Later than now by so much it was written before this machine's clock was set back.
    private static let secondsAhead: Int64 = 60

    /// Which start of this machine it is (Linux); elsewhere nobody knows.
    static let thisBoot =
        (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""

    func note(_ estimate: ClockEstimate, at now: UTCTime) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO office_clock VALUES (1, ?, ?, ?, ?)",
            arguments: [estimate.least, estimate.most, now.microseconds, boot]
        )
    }

    /// - Returns: Nil where the clocks were not compared for a day, or since this machine was started.
    func estimate(at now: UTCTime) throws -> ClockEstimate? {
        let row = try Row.fetchOne(
            database,
            sql: "SELECT least, most FROM office_clock WHERE at BETWEEN ? AND ? AND boot = ?",
            arguments: [
                now.adding(seconds: -Self.secondsGood).microseconds, now.adding(seconds: Self.secondsAhead).microseconds, boot,
            ]
        )
        return row.map { ClockEstimate(least: $0[0], most: $0[1]) }
    }
}
