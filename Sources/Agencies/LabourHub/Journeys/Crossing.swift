import Contracts
import GRDB

/// A passage of a document, as a checkpoint recorded it.
struct Crossing: Hashable {
    enum Direction: String {
        case exit, entry

        fileprivate init(stored word: String) throws(OfficeError) {
            guard let direction = Direction(rawValue: word) else {
                throw OfficeError(
                    .unreadable,
                    vi: "kho dữ liệu có lượt qua lại không rõ chiều",
                    en: "the store holds a crossing that goes neither out nor in"
                )
            }
            self = direction
        }
    }

    let token: String
    let direction: Direction
    let occurredAt: UTCTime
    let gate: String
    /// What the person asked for; 0: nothing.
    let need: Int

    init(token: String, direction: Direction, occurredAt: UTCTime, gate: String, need: Int) {
        self.token = token
        self.direction = direction
        self.occurredAt = occurredAt
        self.gate = gate
        self.need = need
    }

    init(_ message: Langson_Crossing_V1_ExitRecorded) {
        self.init(token: message.documentToken, direction: .exit, occurredAt: UTCTime(message.occurredAt), gate: message.gate, need: 0)
    }

    init(_ message: Langson_Crossing_V1_EntryRecorded) {
        let need = message.declaredNeed == .none ? 0 : message.declaredNeed.rawValue
        self.init(token: message.documentToken, direction: .entry, occurredAt: UTCTime(message.occurredAt), gate: message.gate, need: need)
    }

    /// The same passage told twice is one.
    func insert(_ database: Database) throws {
        try database.execute(
            sql: "INSERT OR IGNORE INTO crossing VALUES (?, ?, ?, ?, ?)",
            arguments: [token, direction.rawValue, occurredAt.microseconds, gate, need]
        )
    }

    /// A token's passages, by the time at which they happened.
    static func all(token: String, _ database: Database) throws -> [Crossing] {
        try Row.fetchAll(
            database,
            // Of one moment the exit comes first: nobody enters before leaving.
            sql: "SELECT token, direction, occurred_at, gate, need FROM crossing WHERE token = ? ORDER BY occurred_at, direction DESC",
            arguments: [token]
        ).map {
            Crossing(
                token: $0[0],
                direction: try Direction(stored: $0[1]),
                occurredAt: UTCTime(microseconds: $0[2]),
                gate: $0[3],
                need: $0[4]
            )
        }
    }
}
