import Foundation
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

    /// A connection to a file. Reads as others do, or keeps them from committing, as long as it lives.
    final class Reader {
        private var handle: OpaquePointer?
        private let file: Int32
        /// Where SQLite's file format puts the lock of a process that commits and lets nobody begin to read.
        private static let pendingByte = 0x4000_0000
        private static let busyMilliseconds: Int32 = 5_000

        init(_ path: String) throws {
            file = open(path, O_RDONLY)
            try check(sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil))
            try check(sqlite3_busy_timeout(handle, Self.busyMilliseconds))
        }

        deinit {
            sqlite3_close(handle)
            // Not earlier: the system lets go of all of a process's locks on a file when it closes any of its descriptors.
            close(file)
        }

        /// Whether another process is about to commit, and waits for those who read.
        var isAwaited: Bool {
            var lock = flock(l_type: Int16(F_RDLCK), l_whence: Int16(SEEK_SET), l_start: off_t(Self.pendingByte), l_len: 1, l_pid: 0)
            return fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != Int16(F_UNLCK)
        }

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
