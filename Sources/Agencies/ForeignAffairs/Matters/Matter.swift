import GRDB

/// Something that an officer of this office has to look at, and may make a case of: a worker who has not come back, a voice, a group handed over, a case or
/// an alert that could not be taken.
public struct Matter: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case welfare, voice, handover, missed
    }

    public let kind: Kind
    /// The contract's, the voice's or the group's own id; of a message that was missed its name in `problem list`.
    public let id: String
    public internal(set) var state: MatterState
    public let receivedAt: UTCTime
    public internal(set) var officer: String?
    public internal(set) var doneAt: UTCTime?
    /// The case that came of it.
    public internal(set) var caseID: String?
    public internal(set) var note: String?

    init(_ kind: Kind, _ id: String, at now: UTCTime) {
        self.kind = kind
        self.id = id
        state = .waiting
        receivedAt = now
    }

    /// It is to be looked at again. The case that came of it stays known.
    mutating func wait() throws(OfficeError) {
        state = try state.moving(to: .waiting)
        doneAt = nil
    }
}

extension Matter {
    static let columns =
        "matter.kind, matter.matter_id, matter.state, matter.received_at, matter.officer, matter.done_at, matter.case_id, matter.note"

    init(_ row: Row) throws {
        guard let kind = Kind(rawValue: row[0]) else {
            throw OfficeError(.unreadable, vi: "kho dữ liệu có loại việc lạ", en: "the store holds a kind of matter that this version does not know")
        }
        self.kind = kind
        id = row[1]
        state = try MatterState(stored: row[2])
        receivedAt = UTCTime(microseconds: row[3])
        officer = row[4]
        doneAt = UTCTime(stored: row[5])
        caseID = row[6]
        note = row[7]
    }

    static func find(_ kind: Kind, _ id: String, _ database: Database) throws -> Matter? {
        try Row.fetchOne(database, sql: "SELECT \(columns) FROM matter WHERE kind = ? AND matter_id = ?", arguments: [kind.rawValue, id]).map(
            Matter.init
        )
    }

    func save(_ database: Database) throws {
        try database.execute(
            sql: """
                INSERT OR REPLACE INTO matter (kind, matter_id, state, received_at, officer, done_at, case_id, note)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                kind.rawValue, id, state.rawValue, receivedAt.microseconds, officer, doneAt?.microseconds, caseID, note,
            ]
        )
    }

    /// Rows of a kind with what they are about, after the eight columns of the matter itself; those that wait longest first.
    ///
    /// - Parameter id: Only this one, waiting or done.
    static func rows(
        _ kind: Kind,
        _ content: String,
        joining table: String,
        on key: String,
        includingDone: Bool,
        id: String? = nil,
        _ database: Database
    ) throws -> [Row] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT \(columns), \(content) FROM matter JOIN \(table) ON \(table).\(key) = matter.matter_id
                WHERE matter.kind = :kind AND (:all OR matter.state = 'waiting') AND (:id IS NULL OR matter.matter_id = :id)
                ORDER BY matter.state = 'done', matter.received_at, matter.matter_id LIMIT 10000
                """,
            arguments: ["kind": kind.rawValue, "all": includingDone || id != nil, "id": id]
        )
    }
}
