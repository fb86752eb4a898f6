public import GRDB

/// A protection case or an alert that came and was not taken: it was refused, or whoever it is about was erased first. Somebody may be waiting for help:
/// it is shown until an officer has asked who sent it.
public struct MissedMessage: Hashable, Sendable {
    /// Its id is the message's name in `problem list`: `in/12`.
    public let matter: Matter
    public let type: String
    /// Who published it, and can tell it again.
    public let principal: String
    /// When the gateway received it.
    public let recordedAt: UTCTime
    /// Why it was not taken.
    public let reason: Wording

    /// Whatever tells of a case or an alert. A voice, a reminder or a handover that is refused is a problem like any other.
    private static let names: [String: Wording] = [
        "protection.case.opened.v1": Wording(vi: "vụ việc bảo hộ", en: "a protection case"),
        "alert.crossing.issued.v1": Wording(vi: "cảnh báo", en: "an alert"),
        "alert.crossing.updated.v1": Wording(vi: "thay đổi của cảnh báo", en: "an alert's change"),
        "alert.crossing.cancelled.v1": Wording(vi: "việc huỷ cảnh báo", en: "an alert's cancellation"),
    ]

    static func isKept(_ type: String) -> Bool { names[type] != nil }

    /// What a person reads for its type.
    public var name: Wording { Self.names[type] ?? Wording(vi: type, en: type) }

    private init(_ row: Row) throws {
        matter = try Matter(row)
        type = row[8]
        principal = row[9]
        recordedAt = UTCTime(microseconds: row[10])
        reason = Wording(vi: row[11], en: row[12])
    }

    /// Those that wait longest first.
    public static func list(_ database: Database, includingDone: Bool = false) throws -> [MissedMessage] {
        try Matter.rows(
            .missed,
            "type, principal, recorded_at, vi, en",
            joining: "missed",
            on: "message",
            includingDone: includingDone,
            database
        ).map(MissedMessage.init)
    }
}

extension AffairsOffice {
    public func missed(_ message: ReceivedMessage, _ problem: Problem, in transaction: OfficeTransaction) throws {
        guard MissedMessage.isKept(message.type) else { return }
        let id = "in/\(message.position)"
        // Another message at that position: the gateway's journal was put back, and what was missed there before is history.
        try transaction.database.execute(
            sql: "DELETE FROM matter WHERE kind = 'missed' AND matter_id IN (SELECT message FROM missed WHERE message = ? AND recorded_at <> ?)",
            arguments: [id, message.recordedAt.microseconds]
        )
        try transaction.database.execute(
            sql: "DELETE FROM missed WHERE message = ? AND recorded_at <> ?",
            arguments: [id, message.recordedAt.microseconds]
        )
        try transaction.database.execute(
            sql: "INSERT OR IGNORE INTO missed (message, position, type, principal, recorded_at, vi, en) VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                id, Int64(bitPattern: message.position), message.type, message.principal, message.recordedAt.microseconds, problem.wording.vi,
                problem.wording.en,
            ]
        )
        try enter(.missed, id, transaction)
    }

    /// What an officer has seen to is no problem any more.
    func settleProblem(of id: String, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM problem WHERE position IN (SELECT position FROM missed WHERE message = ?)", arguments: [id])
    }
}
