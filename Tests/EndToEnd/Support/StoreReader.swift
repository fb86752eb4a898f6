import GRDBSQLite

/// Looks into a store from outside, and can keep everybody from committing to it meanwhile. Used by one task at a time.
final class StoreReader {
    private var handle: OpaquePointer?

    init(_ path: String) throws {
        guard sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK else { throw Failure(query: "open") }
        sqlite3_busy_timeout(handle, 10_000)
    }

    deinit { sqlite3_close(handle) }

    struct Failure: Error {
        let query: String
    }

    /// The first column of the rows.
    func column(_ query: String) throws -> [String] {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard sqlite3_prepare_v2(handle, query, -1, &statement, nil) == SQLITE_OK else { throw Failure(query: query) }
        var values: [String] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: values.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "")
            case SQLITE_DONE: return values
            default: throw Failure(query: query)
            }
        }
    }

    /// From now on whoever writes gets as far as the commit, and waits there.
    func hold() throws {
        _ = try column("BEGIN")
        _ = try column("SELECT count(*) FROM sqlite_schema")
    }

    func letGo() throws { _ = try column("ROLLBACK") }
}
