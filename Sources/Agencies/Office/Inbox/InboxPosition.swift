import GRDB

/// The last message that an office took: where it stands in the gateway's journal, and when it was recorded there.
struct InboxPosition {
    let position: UInt64
    let recordedAt: UTCTime

    init(_ database: Database) throws {
        let row = try Row.fetchOne(database, sql: "SELECT position, recorded_at FROM inbox")
        position = UInt64(bitPattern: row?[0] ?? 0)
        recordedAt = UTCTime(microseconds: row?[1] ?? 0)
    }

    init(_ message: ReceivedMessage) {
        position = message.position
        recordedAt = message.recordedAt
    }

    /// Whether a message was not taken yet. At a position that was passed it is another one where it was recorded later.
    func isBefore(_ message: ReceivedMessage) -> Bool { message.position > position || message.recordedAt > recordedAt }
}
