public import GRDB

/// A message that an office could not take: kept until a person has seen to it. It holds nothing up, and nothing of the message's content.
public struct Problem: Sendable {
    /// The message's place in the gateway's journal: `cuakhau trace` shows it to whoever may read it.
    public let position: UInt64
    public let at: UTCTime
    /// When the gateway recorded it: by this and the position it is known, also where the gateway's journal was put back.
    let recordedAt: UTCTime
    public let type: String
    public let code: String
    public let wording: Wording

    init(_ message: ReceivedMessage, _ error: any Error, at now: UTCTime) {
        position = message.position
        at = now
        recordedAt = message.recordedAt
        type = message.type
        let refusal = OfficeError(cause: error)
        code = refusal.code.rawValue
        wording = refusal.wording
    }

    init(_ row: Row) {
        let position: Int64 = row[0]
        self.position = UInt64(bitPattern: position)
        at = UTCTime(microseconds: row[1])
        type = row[2]
        code = row[3]
        wording = Wording(vi: row[4], en: row[5])
        recordedAt = UTCTime(microseconds: row[6])
    }

    func insert(_ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO problem VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [Int64(bitPattern: position), at.microseconds, type, code, wording.vi, wording.en, recordedAt.microseconds]
        )
    }

    /// Oldest first.
    public static func all(_ database: Database, countMax: Int = 1_000) throws -> [Problem] {
        try Row.fetchAll(
            database,
            sql: "SELECT position, at, type, code, vi, en, recorded_at FROM problem ORDER BY position LIMIT ?",
            arguments: [countMax]
        )
        .map(Problem.init)
    }

    public static func find(_ position: UInt64, _ database: Database) throws -> Problem? {
        try Row.fetchOne(
            database,
            sql: "SELECT position, at, type, code, vi, en, recorded_at FROM problem WHERE position = ?",
            arguments: [Int64(bitPattern: position)]
        ).map(Problem.init)
    }

    /// - Returns: Whether there was one at that place.
    public static func dismiss(_ position: UInt64, _ database: Database) throws -> Bool {
        try database.execute(sql: "DELETE FROM problem WHERE position = ?", arguments: [Int64(bitPattern: position)])
        return database.changesCount > 0
    }
}
