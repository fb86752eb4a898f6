import Contracts
public import GRDB

/// What a gate is, from when to when, as its checkpoint says.
public struct GatePeriod: Hashable, Sendable {
    public let gate: String
    public let from: UTCTime
    /// Nil: until further notice.
    public let until: UTCTime?
    /// `open`, `limited` or `suspended`.
    public let state: String

    init(_ message: Langson_Gate_V1_StatusChanged) {
        gate = message.gate
        from = UTCTime(message.from)
        until = message.hasUntil ? UTCTime(message.until) : nil
        state =
            switch message.state {
            case .limited: "limited"
            case .suspended: "suspended"
            case .open, .unspecified, .UNRECOGNIZED: "open"
            }
    }

    private init(_ row: Row) {
        gate = row[0]
        from = UTCTime(microseconds: row[1])
        let until: Int64? = row[2]
        self.until = until.map { UTCTime(microseconds: $0) }
        state = row[3]
    }

    func upsert(_ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO gate_period VALUES (?, ?, ?, ?)",
            arguments: [gate, from.microseconds, until?.microseconds, state]
        )
    }

    /// What a gate is at a moment; nil where nothing was said, and then it is open.
    public static func current(_ gate: String, at time: UTCTime, _ database: Database) throws -> GatePeriod? {
        try Row.fetchOne(
            database,
            sql: """
                SELECT gate, from_at, until_at, state FROM gate_period
                WHERE gate = ? AND from_at <= ? AND (until_at IS NULL OR until_at > ?) ORDER BY from_at DESC LIMIT 1
                """,
            arguments: [gate, time.microseconds, time.microseconds]
        ).map(GatePeriod.init)
    }
}
