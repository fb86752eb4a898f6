import Contracts
public import GRDB

/// What a worker said, in their own words: somebody reads it, and says when it is dealt with.
public struct VoiceRecord: Sendable {
    public let id: String
    public let topic: Int
    public let text: String
    public let at: UTCTime
    public let isDone: Bool

    init(_ message: Langson_Voice_V1_Submitted) {
        id = message.voiceID
        topic = message.topic.rawValue
        text = message.text
        at = UTCTime(microseconds: 0)
        isDone = false
    }

    private init(_ row: Row) {
        id = row[0]
        topic = row[1]
        text = row[2]
        at = UTCTime(microseconds: row[3])
        isDone = row[4]
    }

    func insert(_ database: Database, at now: UTCTime) throws {
        try database.execute(
            sql: "INSERT OR IGNORE INTO voice (voice_id, topic, text, at) VALUES (?, ?, ?, ?)",
            arguments: [id, topic, text, now.microseconds]
        )
    }

    /// Those that nobody has dealt with, oldest first.
    public static func open(_ database: Database) throws -> [VoiceRecord] {
        try Row.fetchAll(database, sql: "SELECT voice_id, topic, text, at, is_done FROM voice WHERE is_done = 0 ORDER BY at, voice_id").map(
            VoiceRecord.init
        )
    }

    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/unknown``.
    public static func settle(_ id: String, _ database: Database) throws {
        try database.execute(sql: "UPDATE voice SET is_done = 1 WHERE voice_id = ?", arguments: [id])
        guard database.changesCount > 0 else {
            throw OfficeError(.unknown, vi: "không có ý kiến đó", en: "there is no such voice: `cuakhau labour voice list` shows them")
        }
    }
}
