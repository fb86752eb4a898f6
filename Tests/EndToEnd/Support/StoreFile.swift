import GRDBSQLite

/// An office's SQLite file as another process sees it: what is in it, and how far somebody is who writes it.
enum StoreFile {
    struct Failure: Error {
        let code: Int32
    }

    /// The first column of each row.
    static func rows(_ path: String, _ sql: String) throws -> [String] {
        let reader = try Reader(path)
        return try reader.rows(sql)
    }

    /// Whether a process is about to commit and waits for those who read: it holds SQLite's PENDING lock, and nobody can begin to read.
    static func isAtCommit(_ path: String) throws -> Bool {
        do {
            _ = try Reader(path, milliseconds: 0).rows("SELECT count(*) FROM sqlite_schema")
            return false
        } catch let failure as Failure where failure.code == SQLITE_BUSY {
            return true
        }
    }

    /// Keeps a file from being committed to, as long as it lives.
    final class Reader {
        private var handle: OpaquePointer?

        /// - Parameter milliseconds: How long it waits for somebody who commits.
        init(_ path: String, milliseconds: Int32 = 5_000) throws {
            try check(sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil))
            try check(sqlite3_busy_timeout(handle, milliseconds))
        }

        deinit { sqlite3_close(handle) }

        /// Begins a transaction that reads.
        func hold() throws {
            try check(sqlite3_exec(handle, "BEGIN", nil, nil, nil))
            _ = try rows("SELECT count(*) FROM sqlite_schema")
        }

        func rows(_ sql: String) throws -> [String] {
            var statement: OpaquePointer?
            defer { sqlite3_finalize(statement) }
            try check(sqlite3_prepare_v2(handle, sql, -1, &statement, nil))
            var rows: [String] = []
            while true {
                let code = sqlite3_step(statement)
                guard code == SQLITE_ROW else {
                    guard code == SQLITE_DONE else { throw Failure(code: code) }
                    return rows
                }
                rows.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "")
            }
        }

        private func check(_ code: Int32) throws { guard code == SQLITE_OK else { throw Failure(code: code) } }
    }
}
