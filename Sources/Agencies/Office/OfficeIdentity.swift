import Foundation
import GRDB

/// What a store is for, once and for all.
struct OfficeIdentity: Sendable {
    let kind: OfficeKind
    let isExercise: Bool
    /// 32 bytes that names are made with.
    let secret: [UInt8]

    static let table = """
        CREATE TABLE office (
          only INTEGER PRIMARY KEY CHECK (only = 1), kind TEXT NOT NULL, is_exercise INTEGER NOT NULL, secret BLOB NOT NULL,
          created_at INTEGER NOT NULL, ticked_at INTEGER NOT NULL DEFAULT 0) STRICT;
        """

    init(kind: OfficeKind, isExercise: Bool, secret: [UInt8]) {
        self.kind = kind
        self.isExercise = isExercise
        self.secret = secret
    }

    init(_ database: Database) throws {
        guard let row = try Row.fetchOne(database, sql: "SELECT kind, is_exercise, secret FROM office"), let kind = OfficeKind(rawValue: row[0])
        else {
            throw OfficeError(
                .configuration,
                vi: "kho dữ liệu chưa được tạo xong: hãy tạo lại",
                en: "the store was not made to its end: make it anew"
            )
        }
        let secret: Data = row[2]
        self.init(kind: kind, isExercise: row[1], secret: [UInt8](secret))
    }

    func insert(_ database: Database, at now: UTCTime) throws {
        try database.execute(
            sql: "INSERT INTO office (only, kind, is_exercise, secret, created_at) VALUES (1, ?, ?, ?, ?)",
            arguments: [kind.rawValue, isExercise, Data(secret), now.microseconds]
        )
    }
}
