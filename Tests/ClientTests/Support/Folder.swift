import Foundation
import GRDBSQLite
import Testing

/// A folder for one test, gone with it.
final class Folder: Sendable {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("outbox-\(UUID().uuidString)").path
    init() { try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }
    var outbox: String { path + "/box" }

    /// The outbox's file as another program sees it: while such a connection holds a lock, the outbox cannot write.
    func sqlite() throws -> SQLiteFile { try SQLiteFile(outbox) }
}

/// A plain connection to an SQLite file. Not `Sendable`: of the test that made it.
final class SQLiteFile {
    private var handle: OpaquePointer?

    init(_ path: String) throws { try #require(sqlite3_open(path, &handle) == SQLITE_OK) }
    deinit { sqlite3_close(handle) }

    func execute(_ sql: String) throws {
        let result = sqlite3_exec(handle, sql, nil, nil, nil)
        try #require(result == SQLITE_OK, "\(String(cString: sqlite3_errmsg(handle)))")
    }
}
