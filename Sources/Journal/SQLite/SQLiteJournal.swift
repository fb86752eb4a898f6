import Foundation
import GRDBSQLite
import Synchronization

/// A journal in one SQLite file: write-ahead log, fsynced at each commit, one connection that writes.
///
/// SQLite 3.7.0 to 3.51.2 can corrupt a file where two connections write or checkpoint at once: here only one ever does, and a lock beside the
/// file keeps other processes away. Readers are opened read-only and never checkpoint.
public final class SQLiteJournal: Journal {
    public struct Options: Sendable {
        /// The most pages of 4,096 bytes that the file may have; nil: no limit but the disk's.
        public var pageCountMax: Int?
        /// What signs the audit chain; nil: nothing does.
        public var auditKey: AuditKey?
        /// What encrypts the bodies of messages about people; nil: nothing does, and those that are encrypted cannot be read.
        public var vault: JournalVault?

        public init(pageCountMax: Int? = nil, auditKey: AuditKey? = nil, vault: JournalVault? = nil) {
            self.pageCountMax = pageCountMax
            self.auditKey = auditKey
            self.vault = vault
        }
    }

    public let path: String
    private let vault: JournalVault?
    private let keyring = SubjectKeyring()
    /// Nil after ``close()``.
    private let writer: Mutex<SQLiteWriter?>

    /// Above so many bytes the write-ahead log is folded back when there is time.
    private static let logBytesIdleMax = 4 << 20

    /// Opens the file, making it where there is none.
    ///
    /// - Throws: ``JournalError``: `busy`, `notAJournal`, `newerFormat`, `damaged`, `inputOutput` or `storageFull`. A file that is refused is not
    ///   written to.
    public init(path: String, options: Options = Options()) throws(JournalError) {
        self.path = path
        vault = options.vault
        writer = Mutex(try SQLiteWriter(JournalFile(path: path, options: options), options, keyring))
    }

    public func recover() throws(JournalError) -> JournalState {
        try withWriter { (writer) throws(JournalError) in try writer.recover() }
    }

    @discardableResult
    public func commit(_ batch: JournalBatch) throws(JournalError) -> [Bool] {
        try withWriter { (writer) throws(JournalError) in try writer.commit(batch) }
    }

    public func remove(_ step: RetentionStep) throws(JournalError) -> RetentionOutcome {
        try withWriter { (writer) throws(JournalError) in try writer.remove(step) }
    }

    public func seal(at time: Int64) throws(JournalError) {
        try withWriter { (writer) throws(JournalError) in try writer.seal(at: time) }
    }

    public var lastSeal: AuditSeal? { writer.withLock { $0?.lastSeal } }

    public func makeReader() throws(JournalError) -> any JournalReader { try SQLiteReader(path: path, vault, keyring) }

    /// Wraps all subjects' keys under another master key, in one transaction. Bodies stay as they are. For a journal that no gateway has open.
    ///
    /// - Returns: How many keys there are.
    public static func rotateMasterKey(path: String, from old: MasterKey, to new: MasterKey) throws(JournalError) -> Int {
        let file = try JournalFile(path: path, options: Options())
        try file.connection.execute("PRAGMA secure_delete = ON; BEGIN IMMEDIATE")
        do throws(JournalError) {
            let count = try VaultKeys.rotate(file.connection, from: old, to: new)
            try file.connection.execute("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")
            return count
        } catch {
            try? file.connection.execute("ROLLBACK")
            throw error
        }
    }

    public var byteCount: UInt64 { Self.size(path) + Self.size(path + "-wal") }

    public func checkpointIfIdle() {
        guard Self.size(path + "-wal") > Self.logBytesIdleMax else { return }
        try? withWriter { (writer) throws(JournalError) in writer.checkpoint() }
    }

    public func close() throws(JournalError) {
        writer.withLock { writer in
            writer?.checkpoint()
            writer = nil
        }
    }

    private func withWriter<Result>(_ body: (SQLiteWriter) throws(JournalError) -> sending Result) throws(JournalError) -> sending Result {
        try writer.withLock { (writer) throws(JournalError) in
            guard let writer else { throw JournalError(.closed, "the journal is closed") }
            return try body(writer)
        }
    }

    private static func size(_ path: String) -> UInt64 {
        var status = stat()
        return stat(path, &status) == 0 ? UInt64(status.st_size) : 0
    }
}
