public import GRDB

/// What a worker says about a matter that lies abroad, and that this office was named for [S 260-263].
public struct VoiceMatter: Hashable, Sendable {
    public let matter: Matter
    public let topic: String
    /// The worker wants nobody to look for them.
    public let isAnonymous: Bool
    /// In the worker's own words.
    public let text: String

    private init(_ row: Row) throws {
        matter = try Matter(row)
        topic = row[8]
        isAnonymous = row[9]
        text = row[10]
    }

    public static func list(_ database: Database, includingDone: Bool = false) throws -> [VoiceMatter] {
        try rows(database, includingDone: includingDone)
    }

    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/unknown``.
    public static func find(_ id: String, _ database: Database) throws -> VoiceMatter {
        guard let found = try rows(database, includingDone: true, id: id).first else {
            throw OfficeError(.unknown, vi: "không có ý kiến này: hãy xem `voice list --all`", en: "there is no such message: see `voice list --all`")
        }
        return found
    }

    private static func rows(_ database: Database, includingDone: Bool, id: String? = nil) throws -> [VoiceMatter] {
        try Matter.rows(.voice, "topic, is_anonymous, text", joining: "voice", on: "voice_id", includingDone: includingDone, id: id, database)
            .map(VoiceMatter.init)
    }
}
