import GRDB

/// One version of a list, as an office keeps it.
public struct ReferenceVersion: Sendable {
    public let list: String
    public let version: Int
    /// The first day it is in force.
    public let validFrom: CalendarDay
    /// The last day; nil: until the next version.
    public let validTo: CalendarDay?
    /// The whole list as CSV, with its header.
    let csv: String

    static let table = """
        CREATE TABLE reference_version (
          list TEXT NOT NULL, version INTEGER NOT NULL, valid_from TEXT NOT NULL, valid_to TEXT, csv TEXT NOT NULL,
          PRIMARY KEY (list, version)) STRICT;
        """

    static func all(_ database: Database) throws -> [ReferenceVersion] {
        try Row.fetchAll(database, sql: "SELECT list, version, valid_from, valid_to, csv FROM reference_version ORDER BY list, version").map { row in
            let to: String? = row[3]
            return ReferenceVersion(
                list: row[0],
                version: row[1],
                validFrom: try CalendarDay(stored: row[2]),
                validTo: try to.map { try CalendarDay(stored: $0) },
                csv: row[4]
            )
        }
    }

    /// The CSV of the version of a list that is in force on a day.
    ///
    /// Of those that are, the one that came into force last; of two of one day, the later version. What a later version says of later days never
    /// changes it, and a version with an end gives way to the one before it.
    static func csv(_ list: String, on day: CalendarDay, _ database: Database) throws -> String? {
        try String.fetchOne(
            database,
            sql: """
                SELECT csv FROM reference_version WHERE list = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?)
                ORDER BY valid_from DESC, version DESC LIMIT 1
                """,
            arguments: [list, day.description, day.description]
        )
    }

    /// The number of a list's last version; 0: there is none but what is in the program.
    static func last(_ list: String, _ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT max(version) FROM reference_version WHERE list = ?", arguments: [list]) ?? 0
    }

    /// Keeps it.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/conflict`` where this version is here and says something else.
    func insert(_ database: Database) throws {
        let same = "SELECT valid_from = ? AND valid_to IS ? AND csv = ? FROM reference_version WHERE list = ? AND version = ?"
        let isSame = try Bool.fetchOne(
            database,
            sql: same,
            arguments: [validFrom.description, validTo?.description, csv, list, version]
        )
        guard isSame != false else {
            throw OfficeError(
                .conflict,
                vi: "danh mục \(list) đã có phiên bản \(version) với nội dung khác: cơ quan phát hành phải dùng số phiên bản mới",
                en: "version \(version) of the list \(list) is here with another content: its publisher must take a new version's number"
            )
        }
        guard isSame == nil else { return }
        try database.execute(
            sql: "INSERT INTO reference_version VALUES (?, ?, ?, ?, ?)",
            arguments: [list, version, validFrom.description, validTo?.description, csv]
        )
    }
}
