import Contracts
import Foundation
public import GRDB

/// What the hub's people know of a return that no checkpoint saw: through another province, say. Of several words on a journey the last counts; all of them are
/// kept as long as the journey's own times.
public struct ReturnWord: Hashable, Sendable {
    /// The day on which the worker came back; nil: what was said before is taken back.
    public let day: CalendarDay?
    public let reason: String
    public let at: UTCTime

    /// A reason has at most so many characters.
    static let reasonLengthMax = 500

    static let table = """
        CREATE TABLE return_word (
          contract_ref TEXT NOT NULL, number INTEGER NOT NULL, day TEXT, reason TEXT NOT NULL, at INTEGER NOT NULL,
          PRIMARY KEY (contract_ref, number)) STRICT, WITHOUT ROWID;
        """

    /// Where it stands among crossings: at noon. A crossing on the afternoon of that day counts as a later one.
    var time: UTCTime? { day.map { UTCTime($0, hour: 12) } }

    /// - Parameter reason: 1 to 500 characters, and nothing like a document's or a telephone's number.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/invalid``.
    init(_ day: CalendarDay?, reason: String, at now: UTCTime) throws(OfficeError) {
        let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
        guard (1...Self.reasonLengthMax).contains(reason.count), !FreeText.holdsControlCharacters(reason), !FreeText.holdsDocumentNumber(reason)
        else {
            throw OfficeError(
                .invalid,
                vi: "lý do có 1 đến \(Self.reasonLengthMax) ký tự, không chứa số giấy tờ hoặc số điện thoại",
                en: "a reason has 1 to \(Self.reasonLengthMax) characters, and nothing like a document's or a telephone's number"
            )
        }
        self.day = day
        self.reason = reason
        at = now
    }

    private init(_ row: Row) throws {
        day = try (row[0] as String?).map { try CalendarDay(stored: $0) }
        reason = row[1]
        at = UTCTime(microseconds: row[2])
    }

    func append(to contract: String, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO return_word SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4 FROM return_word WHERE contract_ref = ?1
                """,
            arguments: [contract, day?.description, reason, at.microseconds]
        )
    }

    /// Those on a journey, the first one first.
    public static func all(of contract: String, _ database: Database) throws -> [ReturnWord] {
        try Row.fetchAll(
            database,
            sql: "SELECT day, reason, at FROM return_word WHERE contract_ref = ? ORDER BY number",
            arguments: [contract]
        ).map(ReturnWord.init)
    }
}
