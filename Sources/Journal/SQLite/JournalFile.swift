import Foundation
import GRDBSQLite

/// The file of a journal: made, locked, opened, checked.
final class JournalFile {
    let path: String
    let connection: Connection
    private let lock: JournalLock

    /// Up to this size the whole file is checked when it is opened: about a tenth of a second. Above it, what is read is checked as it is read.
    private static let wholeCheckBytesMax = 64 << 20

    /// Encrypted messages are larger, and each page is a call of the system: with these, a loaded gateway confirms a tenth more than with pages of 4,096 bytes, and a lone message
    /// waits about a tenth of a millisecond longer. With 32,768 it is twice that, for little more.
    private static let pageBytes = 16_384
    /// From so many bytes of the write-ahead log on, they are brought into the file.
    private static let checkpointBytes: Int64 = 16 << 20

    init(path: String, options: SQLiteJournal.Options) throws(JournalError) {
        self.path = path
        lock = try JournalLock(path: path + ".lock")
        try Self.create(path)
        connection = try Connection(path: path, isReadOnly: false)
        try Self.prepare(connection, path, options)
    }

    /// SQLite gives its side files the permissions of the main one.
    private static func create(_ path: String) throws(JournalError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw JournalError(.inputOutput, "cannot make \(path): \(String(cString: strerror(errno)))") }
        fchmod(descriptor, 0o600)
        Foundation.close(descriptor)
    }

    private static func prepare(_ connection: Connection, _ path: String, _ options: SQLiteJournal.Options) throws(JournalError) {
        // Nothing is written before it is known that the file is a journal.
        let application = try connection.integer("PRAGMA application_id") ?? 0
        let version = try connection.integer("PRAGMA user_version") ?? 0
        let tables = try connection.integer("SELECT count(*) FROM sqlite_schema") ?? 0
        guard application == Schema.applicationID || (application == 0 && version == 0 && tables == 0) else {
            throw JournalError(.notAJournal, "\(path) is an SQLite database of another program")
        }
        guard version <= Schema.migrations.count else {
            throw JournalError(.newerFormat, "\(path) has format \(version), this program knows \(Schema.migrations.count): use the newer program")
        }
        if tables == 0 { try connection.execute("PRAGMA page_size = \(Self.pageBytes)") }
        guard try connection.text("PRAGMA journal_mode = WAL") == "wal" else {
            throw JournalError(.inputOutput, "\(path) cannot be used with a write-ahead log: is it on a network disk?")
        }
        // A journal of an earlier version keeps the pages that it was made with.
        let pageBytes = try connection.integer("PRAGMA page_size") ?? Int64(Self.pageBytes)
        try connection.execute(
            """
            PRAGMA synchronous = FULL;
            PRAGMA mmap_size = 0;
            PRAGMA wal_autocheckpoint = \(Self.checkpointBytes / pageBytes);
            PRAGMA journal_size_limit = 67108864;
            PRAGMA cache_size = -16384;
            PRAGMA trusted_schema = OFF;
            """
        )
        guard try connection.integer("PRAGMA synchronous") == 2 else {
            throw JournalError(.inputOutput, "SQLite does not fsync each commit: this build of it cannot be used")
        }
        if let pages = options.pageCountMax { try connection.execute("PRAGMA max_page_count = \(pages)") }
        try migrate(connection, from: Int(version))
        try check(connection, path)
    }

    private static func migrate(_ connection: Connection, from version: Int) throws(JournalError) {
        for next in version..<max(version, Schema.migrations.count) {
            do throws(JournalError) {
                try connection.execute(
                    """
                    BEGIN IMMEDIATE;
                    \(Schema.migrations[next])
                    PRAGMA application_id = \(Schema.applicationID);
                    PRAGMA user_version = \(next + 1);
                    COMMIT;
                    """
                )
            } catch {
                try? connection.execute("ROLLBACK")
                throw error
            }
        }
    }

    /// Refuses what contradicts itself, before anybody relies on it.
    private static func check(_ connection: Connection, _ path: String) throws(JournalError) {
        let last = try connection.integer("SELECT last_position FROM meta") ?? -1
        let highest = try connection.integer("SELECT coalesce(max(position), 0) FROM message") ?? 0
        guard last >= 0, highest <= last, highest == last || highest == 0 else {
            throw JournalError(.damaged, "\(path) says that its last message is \(last), and holds \(highest): restore the last backup")
        }
        var status = stat()
        guard stat(path, &status) == 0, status.st_size <= wholeCheckBytesMax else { return }
        guard try connection.text("PRAGMA quick_check(1)") == "ok" else {
            throw JournalError(.damaged, "\(path) is damaged: keep it for inspection, and restore the last backup")
        }
    }
}
