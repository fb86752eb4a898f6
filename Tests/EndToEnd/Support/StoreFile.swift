import Foundation
import GRDBSQLite

/// An office's SQLite file as another process sees it: what is in it, and how far somebody is who writes it. Used by one task at a time.
final class StoreFile {
    struct Failure: Error {
        let code: Int32
        let query: String
    }

    private var handle: OpaquePointer?
    private let file: Int32

    /// Where SQLite's file format puts the lock of a process that commits and lets nobody begin to read.
    private static let pendingByte = 0x4000_0000
    private static let busyMilliseconds: Int32 = 10_000

    init(_ path: String) throws {
        file = open(path, O_RDONLY)
        try check(sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil), "open")
        try check(sqlite3_busy_timeout(handle, Self.busyMilliseconds), "busy_timeout")
    }

    deinit {
        sqlite3_close(handle)
        // Not earlier: the system lets go of all of a process's locks on a file when it closes any of its descriptors.
        close(file)
    }

    /// The first column of each row.
    func rows(_ query: String) throws -> [String] {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        try check(sqlite3_prepare_v2(handle, query, -1, &statement, nil), query)
        var rows: [String] = []
        while true {
            let code = sqlite3_step(statement)
            guard code == SQLITE_ROW else {
                guard code == SQLITE_DONE else { throw Failure(code: code, query: query) }
                return rows
            }
            rows.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "")
        }
    }

    // MARK: Holding others up

    /// From now on whoever writes gets as far as the commit, and waits there.
    func hold() throws {
        _ = try rows("BEGIN")
        _ = try rows("SELECT count(*) FROM sqlite_schema")
    }

    func letGo() throws { _ = try rows("ROLLBACK") }

    /// Whether another process is about to commit, and waits for those who read.
    var isAwaited: Bool {
        var lock = flock(l_type: Int16(F_RDLCK), l_whence: Int16(SEEK_SET), l_start: off_t(Self.pendingByte), l_len: 1, l_pid: 0)
        return fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != Int16(F_UNLCK)
    }

    private func check(_ code: Int32, _ query: String) throws {
        guard code == SQLITE_OK else { throw Failure(code: code, query: query) }
    }
}
