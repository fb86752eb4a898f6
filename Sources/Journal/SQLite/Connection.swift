import GRDBSQLite

/// One SQLite connection through the C interface: the append path binds a message's bytes where they lie, without copying them.
///
/// Not `Sendable`: whoever has it uses it from one thread at a time.
final class Connection {
    let handle: OpaquePointer

    init(path: String, isReadOnly: Bool) throws(JournalError) {
        var handle: OpaquePointer?
        let flags = isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE
        let result = sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_NOMUTEX, nil)
        guard result == SQLITE_OK, let handle else {
            sqlite3_close_v2(handle)
            throw Self.error(result, "open")
        }
        self.handle = handle
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, 2_000)
    }

    deinit { sqlite3_close_v2(handle) }

    func execute(_ sql: String) throws(JournalError) {
        let result = sqlite3_exec(handle, sql, nil, nil, nil)
        guard result == SQLITE_OK else { throw Self.error(result, "execute") }
    }

    func prepare(_ sql: String) throws(JournalError) -> Statement {
        var statement: OpaquePointer?
        let result = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard result == SQLITE_OK, let statement else { throw Self.error(result, "prepare") }
        return Statement(statement)
    }

    /// The first column of the first row; nil where there is no row.
    func integer(_ sql: String) throws(JournalError) -> Int64? {
        let statement = try prepare(sql)
        return try statement.step() ? statement.integer(0) : nil
    }

    func text(_ sql: String) throws(JournalError) -> String? {
        let statement = try prepare(sql)
        return try statement.step() ? statement.text(0) : nil
    }

    /// How many rows the last INSERT, UPDATE or DELETE was about.
    var changedRowCount: Int { Int(sqlite3_changes(handle)) }

    static func error(_ result: Int32, _ call: String) -> JournalError {
        switch result & 0xff {
        case SQLITE_FULL: JournalError(.storageFull, "the disk, or the journal's limit, is full: free space on the gateway's disk")
        case SQLITE_CORRUPT:
            JournalError(.damaged, "the journal's file is damaged (SQLite \(result)): keep it for inspection, and restore the last backup")
        case SQLITE_NOTADB: JournalError(.notAJournal, "the file is no SQLite database")
        case SQLITE_BUSY, SQLITE_LOCKED: JournalError(.busy, "another program has the journal's file locked")
        case SQLITE_MISUSE: JournalError(.misuse, "SQLite \(result) at \(call)")
        default: JournalError(.inputOutput, "SQLite \(result) at \(call): look at the disk, its permissions and the system's log")
        }
    }
}
