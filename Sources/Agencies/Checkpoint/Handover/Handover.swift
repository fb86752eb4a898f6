import Contracts
import GRDB

/// A group that was handed over at the gate from the other side: counts and needs, never names.
public struct Handover: Hashable, Sendable {
    public enum Need: String, CaseIterable, Sendable {
        case medical, food, shelter, transport, documents
        case childCare = "child_care"
        case interpreter, other

        var message: Langson_Handover_V1_Need {
            switch self {
            case .medical: .medical
            case .food: .food
            case .shelter: .shelter
            case .transport: .transport
            case .documents: .documents
            case .childCare: .childCare
            case .interpreter: .interpreter
            case .other: .other
            }
        }

        public var name: Wording {
            switch self {
            case .medical: Wording(vi: "y tế", en: "medical care")
            case .food: Wording(vi: "thức ăn", en: "food")
            case .shelter: Wording(vi: "chỗ ở", en: "shelter")
            case .transport: Wording(vi: "xe đưa về", en: "transport")
            case .documents: Wording(vi: "giấy tờ", en: "documents")
            case .childCare: Wording(vi: "chăm sóc trẻ em", en: "child care")
            case .interpreter: Wording(vi: "phiên dịch", en: "an interpreter")
            case .other: Wording(vi: "việc khác", en: "something else")
            }
        }
    }

    public let at: UTCTime
    public let adults: Int
    public let minors: Int
    /// In the order of ``Need``, each once.
    public let needs: [Need]

    public init(at: UTCTime, adults: Int, minors: Int, needs: [Need]) {
        self.at = at
        self.adults = adults
        self.minors = minors
        self.needs = Need.allCases.filter(needs.contains)
    }
}

/// The groups that were handed over at this gate.
struct HandoverBook {
    let database: Database

    static let table = """
        CREATE TABLE handover (
          batch_id TEXT PRIMARY KEY, at INTEGER NOT NULL, adults INTEGER NOT NULL, minors INTEGER NOT NULL, needs TEXT NOT NULL) STRICT;
        """

    func insert(_ id: String, _ handover: Handover) throws {
        try database.execute(
            sql: "INSERT INTO handover VALUES (?, ?, ?, ?, ?)",
            arguments: [
                id, handover.at.microseconds, handover.adults, handover.minors, handover.needs.map(\.rawValue).joined(separator: " "),
            ]
        )
    }

    /// A group of the same counts and needs that arrived less than so many seconds before or after.
    func repeated(_ handover: Handover, within seconds: Int64) throws -> String? {
        try String.fetchOne(
            database,
            sql: "SELECT batch_id FROM handover WHERE adults = ? AND minors = ? AND needs = ? AND abs(at - ?) < ? ORDER BY at, batch_id",
            arguments: [
                handover.adults, handover.minors, handover.needs.map(\.rawValue).joined(separator: " "), handover.at.microseconds,
                seconds * 1_000_000,
            ]
        )
    }

    /// Latest first.
    func all(countMax: Int = 1_000) throws -> [(id: String, handover: Handover)] {
        try Row.fetchAll(database, sql: "SELECT * FROM handover ORDER BY at DESC, batch_id LIMIT ?", arguments: [countMax]).map { row in
            let needs = try (row["needs"] as String).split(separator: " ").map { try Handover.Need(stored: String($0)) }
            return (
                row["batch_id"],
                Handover(at: UTCTime(microseconds: row["at"]), adults: row["adults"], minors: row["minors"], needs: needs)
            )
        }
    }

    func correct(_ id: String, at time: UTCTime) throws {
        try database.execute(sql: "UPDATE handover SET at = ? WHERE batch_id = ?", arguments: [time.microseconds, id])
    }

    func forget(before time: UTCTime) throws {
        try database.execute(sql: "DELETE FROM handover WHERE at < ?", arguments: [time.microseconds])
    }
}
