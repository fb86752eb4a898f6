import Crypto
public import Foundation
public import GRDB

/// That one of the office's people looked at something about a person: who, when and what, never why or what it said.
///
/// Readings form a chain: each holds the digest of the one before, so that none can be changed, removed or put in between without a trace. Limit: whoever
/// can write the file can make the whole chain anew. That shows to somebody who has written the last digest down, which `reading list` prints.
public struct Reading: Hashable, Sendable {
    /// 1 with the first.
    public let number: Int
    public let at: UTCTime
    public let officer: String
    public let kind: Kind
    /// What was looked at, as the office names it; nil: a whole list.
    public let id: String?
    /// The digest of the reading before; of the first: 32 zeros.
    let previous: Data
    public let digest: Data

    /// The digest in hexadecimal, as one writes it down.
    public var digestText: String { digest.hexadecimal }

    private static let columns = "number, at, officer, kind, id, previous, digest"

    init(number: Int, at: UTCTime, officer: String, kind: Kind, id: String?, previous: Data) {
        self.number = number
        self.at = at
        self.officer = officer
        self.kind = kind
        self.id = id
        self.previous = previous
        digest = Self.digest(number, at, officer, kind, id, previous)
    }

    private init(_ row: Row) throws {
        let kind: String = row[3]
        guard let known = Kind(rawValue: kind) else {
            throw OfficeError(.unreadable, vi: "nhật ký đọc có loại lạ", en: "the log of readings holds a kind that this version does not know")
        }
        number = row[0]
        at = UTCTime(microseconds: row[1])
        officer = row[2]
        self.kind = known
        id = row[4]
        previous = row[5]
        digest = row[6]
    }

    /// Each part with its length before it: no two readings have the same bytes.
    private static func digest(_ number: Int, _ at: UTCTime, _ officer: String, _ kind: Kind, _ id: String?, _ previous: Data) -> Data {
        var hash = SHA256()
        hash.update(data: previous)
        for part in ["\(number)", "\(at.microseconds)", officer, kind.rawValue, id ?? ""] {
            hash.update(data: Data("\(part.utf8.count) \(part)".utf8))
        }
        return Data(hash.finalize())
    }

    /// Design: five years, as the gateway's access log.
    private static let secondsKept: Int64 = 1_826 * 86_400

    /// Appends a reading to the chain.
    static func append(_ kind: Kind, _ id: String?, officer: String, at now: UTCTime, _ database: Database) throws {
        let last = try Row.fetchOne(database, sql: "SELECT \(columns) FROM reading ORDER BY number DESC LIMIT 1").map(Reading.init)
        let new = Reading(
            number: (last?.number ?? 0) + 1,
            at: now,
            officer: officer,
            kind: kind,
            id: id,
            previous: last?.digest ?? Data(repeating: 0, count: SHA256.byteCount)
        )
        try database.execute(
            sql: "INSERT INTO reading (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [new.number, now.microseconds, officer, kind.rawValue, id, new.previous, new.digest]
        )
    }

    /// Removes what is five years old.
    static func removeOld(at now: UTCTime, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM reading WHERE at <= ?", arguments: [now.adding(seconds: -secondsKept).microseconds])
    }

    /// All that are kept, oldest first.
    public static func all(_ database: Database) throws -> [Reading] {
        try Row.fetchAll(database, sql: "SELECT \(columns) FROM reading ORDER BY number").map(Reading.init)
    }

    /// The number of the first reading that does not follow from the one before; nil: the chain holds. What was removed for its age is not missed.
    public static func firstFault(in chain: [Reading]) -> Int? {
        var before: Reading?
        for reading in chain {
            let isWhole = reading.digest == digest(reading.number, reading.at, reading.officer, reading.kind, reading.id, reading.previous)
            guard isWhole, before.map({ $0.digest == reading.previous && $0.number + 1 == reading.number }) ?? true else { return reading.number }
            before = reading
        }
        return nil
    }
}
