public import GRDB

/// Something that is due and that an office could not do: told until it succeeds, which is tried at each tick.
public struct DutyFailure: Sendable {
    public let duty: Wording
    /// Since when.
    public let since: UTCTime
    public let code: String
    public let wording: Wording

    static let table = """
        CREATE TABLE duty_failure (
          duty TEXT PRIMARY KEY, duty_vi TEXT NOT NULL, since INTEGER NOT NULL, code TEXT NOT NULL, vi TEXT NOT NULL, en TEXT NOT NULL) STRICT;
        """

    private init(_ row: Row) {
        duty = Wording(vi: row[1], en: row[0])
        since = UTCTime(microseconds: row[2])
        code = row[3]
        wording = Wording(vi: row[4], en: row[5])
    }

    /// Oldest first.
    public static func all(_ database: Database) throws -> [DutyFailure] {
        try Row.fetchAll(database, sql: "SELECT duty, duty_vi, since, code, vi, en FROM duty_failure ORDER BY since, duty").map(DutyFailure.init)
    }

    static func record(_ duty: Wording, _ error: OfficeError, at now: UTCTime, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO duty_failure VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (duty) DO UPDATE SET code = excluded.code, vi = excluded.vi, en = excluded.en
                """,
            arguments: [duty.en, duty.vi, now.microseconds, error.code.rawValue, error.wording.vi, error.wording.en]
        )
    }

    static func clear(_ duty: Wording, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM duty_failure WHERE duty = ?", arguments: [duty.en])
    }
}
