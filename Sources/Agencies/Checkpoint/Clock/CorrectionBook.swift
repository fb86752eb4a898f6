import Client
import GRDB

/// Both times of what was said with another one than this machine's clock showed. Crossings keep theirs themselves.
struct CorrectionBook {
    let database: Database

    static let table = """
        CREATE TABLE clock_correction (event_id TEXT PRIMARY KEY, type TEXT NOT NULL, read_at INTEGER NOT NULL, said_at INTEGER NOT NULL) STRICT;
        CREATE INDEX clock_correction_said_at ON clock_correction (said_at);
        """

    /// - Parameters:
    ///   - readAt: By this machine's clock.
    ///   - saidAt: As the gateway was told.
    func note(_ message: OutgoingMessage, readAt: UTCTime, saidAt: UTCTime) throws {
        guard readAt != saidAt else { return }
        try database.execute(
            sql: "INSERT INTO clock_correction VALUES (?, ?, ?, ?)",
            arguments: [message.id.description, message.type, readAt.microseconds, saidAt.microseconds]
        )
    }

    func forget(before time: UTCTime) throws {
        try database.execute(sql: "DELETE FROM clock_correction WHERE said_at < ?", arguments: [time.microseconds])
    }
}
