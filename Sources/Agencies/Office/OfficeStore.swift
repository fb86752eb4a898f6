import Client
import Foundation
public import GRDB

/// An office's SQLite file: its state, its place in what it receives, and its outbox. The service and the commands of a clerk have it open at once.
///
/// A rollback journal, not a write-ahead log: several processes write, and SQLite before 3.51.3 can damage a log that two of them write and reset at
/// the same moment. Every commit is fsynced. What is deleted is overwritten.
public struct OfficeStore: Sendable {
    let queue: DatabaseQueue
    private let identity: OfficeIdentity
    private let outbox = StoreOutbox()

    private static let applicationID: Int32 = 0x434B_4F46
    /// How long a process waits for another's transaction.
    private static let busySeconds = 10.0

    /// Opens a store, and brings its tables to this version's.
    ///
    /// - Throws: ``OfficeError``.
    public init<Rules: Office>(path: String, of rules: Rules.Type) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            throw OfficeError(
                .configuration,
                vi: "không có kho dữ liệu tại \(path): hãy tạo bằng lệnh init",
                en: "there is no store at \(path): make one with init"
            )
        }
        do {
            queue = try Self.open(path)
            let migrator = Self.migrator(rules)
            guard try queue.read({ try Int32.fetchOne($0, sql: "PRAGMA application_id") }) == Self.applicationID else {
                throw OfficeError(.configuration, vi: "\(path) không phải kho dữ liệu của Cửa Khẩu", en: "\(path) is not a store of this program")
            }
            guard try !queue.read(migrator.hasBeenSuperseded) else {
                throw OfficeError(
                    .configuration,
                    vi: "\(path) do phiên bản mới hơn tạo ra: hãy dùng phiên bản đó",
                    en: "\(path) was made by a newer version of this program: use that one"
                )
            }
            if try !queue.read(migrator.hasCompletedMigrations) { try migrator.migrate(queue) }
            identity = try queue.read(OfficeIdentity.init)
        } catch {
            throw Self.officeError(error)
        }
        guard identity.kind == Rules.kind else {
            throw OfficeError(
                .configuration,
                vi: "\(path) thuộc về \(identity.kind.name.vi)",
                en: "\(path) belongs to the \(identity.kind.name.en)"
            )
        }
    }

    /// Makes a store with mode 0600.
    ///
    /// - Parameter isExercise: For all time: an exercise's store never mixes with a live one.
    public static func create<Rules: Office>(path: String, of rules: Rules.Type, isExercise: Bool, secret: [UInt8], now: UTCTime) throws {
        guard !FileManager.default.fileExists(atPath: path),
            FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw OfficeError(.configuration, vi: "không tạo được \(path)", en: "cannot make \(path): is there one already?") }
        do {
            let queue = try open(path)
            try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA application_id = \(applicationID)") }
            try migrator(rules).migrate(queue)
            try queue.write { database in
                try OfficeIdentity(kind: Rules.kind, isExercise: isExercise, secret: secret).insert(database, at: now)
            }
            try queue.close()
        } catch {
            throw officeError(error)
        }
    }

    public var isExercise: Bool { identity.isExercise }

    /// Closes the file. Every later call fails.
    public func close() { try? queue.close() }

    // MARK: Transactions

    public func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do { return try queue.read(body) } catch { throw Self.officeError(error) }
    }

    /// Carries out a transaction: it is fsynced when this returns, and has left no trace where this throws.
    ///
    /// - Throws: ``OfficeError``, or whatever the body throws.
    @discardableResult
    public func write<Value>(at now: UTCTime, _ body: (OfficeTransaction) throws -> Value) throws -> Value {
        do {
            return try queue.write { try body(transaction($0, now)) }
        } catch {
            throw Self.officeError(error)
        }
    }

    private func transaction(_ database: Database, _ now: UTCTime) -> OfficeTransaction {
        OfficeTransaction(database: database, now: now, isExercise: identity.isExercise, secret: identity.secret, outbox: outbox)
    }

    /// Changes with each commit of another process.
    func version() throws -> Int { try read { try Int.fetchOne($0, sql: "PRAGMA data_version") ?? 0 } }

    // MARK: The file

    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busySeconds)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private static func migrator<Rules: Office>(_ rules: Rules.Type) -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        StoreOutbox.registerMigrations(in: &migrator)
        migrator.registerMigration("office 1") { database in
            try database.execute(sql: OfficeIdentity.table + InboxTables.sql)
        }
        migrator.registerMigration("office 2") { try $0.execute(sql: ReadingTable.sql + DutyFailure.table + InboxTables.restored) }
        migrator.registerMigration("office 3 clock") { try $0.execute(sql: ClockBook.table) }
        ReferenceLists.registerMigrations(in: &migrator)
        Rules.registerMigrations(in: &migrator)
        return migrator
    }

    static func officeError(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        switch error.resultCode {
        case .SQLITE_FULL: return OfficeError(.storage, vi: "đĩa đã đầy: hãy giải phóng chỗ trống", en: "the disk is full: free some space")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return OfficeError(.storage, vi: "kho dữ liệu đang bận: hãy thử lại", en: "the store is in use by another process: try again")
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            return OfficeError(.storage, vi: "kho dữ liệu bị hỏng: hãy dùng bản sao lưu", en: "the store is damaged: go back to a backup")
        default:
            // The message names tables and columns, never a value.
            return OfficeError(
                .storage,
                vi: "lỗi SQLite \(error.extendedResultCode.rawValue)",
                en: "SQLite error \(error.extendedResultCode.rawValue): \(error.message ?? "")"
            )
        }
    }
}
