import Foundation
import GRDB

/// The only place where a worker's identity is: a file of its own, each record encrypted under the vault's key, each reading in a chained log.
public struct WorkerVault: Sendable {
    private let queue: DatabaseQueue
    private let key: VaultKey

    private static let applicationID: Int32 = 0x434B_5641
    private static let textMax = 200

    /// Opens the vault of a folder: `vault.sqlite` and `vault.key`; the variable CUAKHAU_VAULT_KEY names another place for the key.
    ///
    /// - Throws: ``OfficeError``.
    public init(folder: String, keyPath: String?) throws {
        key = try VaultKey(file: keyPath ?? folder + "/vault.key")
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")
        }
        let path = folder + "/vault.sqlite"
        if !FileManager.default.fileExists(atPath: path) {
            guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
                throw OfficeError(.configuration, vi: "không tạo được \(path)", en: "cannot make \(path)")
            }
        }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try Self.migrate(queue)
            try Self.check(key, queue)
        } catch {
            throw OfficeStore.officeError(error)
        }
    }

    /// A vault has one key: with another its records could not be read, and new ones would lie beside them under a second.
    private static func check(_ key: VaultKey, _ queue: DatabaseQueue) throws {
        let code = key.authenticate(Data("cuakhau vault key".utf8))
        try queue.write { database in
            try database.execute(sql: "INSERT OR IGNORE INTO key_check VALUES (1, ?)", arguments: [code])
            guard try Data.fetchOne(database, sql: "SELECT code FROM key_check") == code else {
                throw OfficeError(
                    .configuration,
                    vi: "khóa này không phải của két: hãy đặt lại đúng khóa, hoặc đặt biến CUAKHAU_VAULT_KEY",
                    en: "this is not the vault's key: put the right one back, or name it in CUAKHAU_VAULT_KEY"
                )
            }
        }
    }

    private static func migrate(_ queue: DatabaseQueue) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("vault 1") { database in
            try database.execute(
                sql: """
                    PRAGMA application_id = \(applicationID);
                    CREATE TABLE identity (worker_ref TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
                    CREATE TABLE access (
                      number INTEGER PRIMARY KEY, at INTEGER NOT NULL, officer TEXT NOT NULL, worker_ref TEXT NOT NULL, purpose TEXT NOT NULL,
                      chain BLOB NOT NULL) STRICT;
                    CREATE INDEX access_worker ON access (worker_ref);
                    CREATE TABLE key_check (only INTEGER PRIMARY KEY CHECK (only = 1), code BLOB NOT NULL) STRICT;
                    """
            )
        }
        if try !queue.read(migrator.hasCompletedMigrations) { try migrator.migrate(queue) }
    }

    public func close() throws { try guarded { try queue.close() } }

    // MARK: Identities

    /// Keeps who workers are, all or none. One who is there is replaced.
    public func put(_ identities: [(worker: String, identity: Identity)]) throws {
        try guarded {
            try queue.write { database in
                for (worker, identity) in identities {
                    let sealed = try key.seal(try JSONEncoder().encode(identity), for: worker)
                    try database.execute(sql: "INSERT OR REPLACE INTO identity VALUES (?, ?)", arguments: [worker, sealed])
                }
            }
        }
    }

    /// Shows an officer who a worker is: that it was shown, to whom and what for is logged in the same transaction.
    ///
    /// - Parameters:
    ///   - officer: 1 to 200 characters, as the purpose.
    /// - Throws: ``OfficeError``: nobody of that name, or no officer or purpose is given.
    public func show(_ worker: String, to officer: String, purpose: String, at now: UTCTime) throws -> Identity {
        try check(officer, purpose)
        return try guarded {
            try queue.write { database in
                guard let sealed = try Data.fetchOne(database, sql: "SELECT sealed FROM identity WHERE worker_ref = ?", arguments: [worker]) else {
                    throw OfficeError(.unknown, vi: "két không có người đó", en: "nobody of that pseudonym is in the vault")
                }
                let identity = try JSONDecoder().decode(Identity.self, from: key.open(sealed, for: worker))
                try log(worker, officer, purpose, now, database)
                return identity
            }
        }
    }

    /// Whether a worker's document is one of these; nobody gets to see which.
    func holds(_ worker: String, anyOf documents: Set<Identity.Document>) throws -> Bool {
        try guarded {
            try queue.read { database in
                guard let sealed = try Data.fetchOne(database, sql: "SELECT sealed FROM identity WHERE worker_ref = ?", arguments: [worker]) else {
                    return false
                }
                return documents.contains(Identity.Document(try JSONDecoder().decode(Identity.self, from: key.open(sealed, for: worker))))
            }
        }
    }

    /// Forgets who a worker is. The log of who read it stays.
    ///
    /// - Returns: Whether there was one.
    @discardableResult
    public func erase(_ worker: String) throws -> Bool {
        try guarded {
            try queue.write { database in
                try database.execute(sql: "DELETE FROM identity WHERE worker_ref = ?", arguments: [worker])
                return database.changesCount > 0
            }
        }
    }

    /// Everybody who is in it.
    public func workers() throws -> [String] {
        try guarded { try queue.read { try String.fetchAll($0, sql: "SELECT worker_ref FROM identity ORDER BY worker_ref") } }
    }

    public func count() throws -> Int { try guarded { try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM identity") ?? 0 } } }

    // MARK: The log

    /// Writes down that an officer read something else that is a person's.
    ///
    /// - Parameter subject: What was read, as messages name it.
    /// - Throws: ``OfficeError``: no officer or purpose is given.
    public func note(_ subject: String, readBy officer: String, purpose: String, at now: UTCTime) throws {
        try check(officer, purpose)
        try guarded { try queue.write { try log(subject, officer, purpose, now, $0) } }
    }

    private func check(_ officer: String, _ purpose: String) throws(OfficeError) {
        guard (1...Self.textMax).contains(officer.count), (1...Self.textMax).contains(purpose.count) else {
            throw OfficeError(
                .invalid,
                vi: "cần tên cán bộ và mục đích, tối đa \(Self.textMax) ký tự",
                en: "an officer and a purpose are needed, each of at most \(Self.textMax) characters"
            )
        }
    }

    private func log(_ worker: String, _ officer: String, _ purpose: String, _ now: UTCTime, _ database: Database) throws {
        let last = try Row.fetchOne(database, sql: "SELECT number, chain FROM access ORDER BY number DESC LIMIT 1")
        let access = VaultAccess(number: (last?[0] ?? 0) + 1, at: now.microseconds, officer: officer, workerRef: worker, purpose: purpose)
        try database.execute(
            sql: "INSERT INTO access VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [access.number, access.at, officer, worker, purpose, chain(access, after: last?[1] ?? Data())]
        )
    }

    private func chain(_ access: VaultAccess, after last: Data) -> Data { key.authenticate(last + Data(access.text.utf8)) }

    /// Who read it, oldest first.
    ///
    /// - Parameter worker: Nil: everybody.
    public func accesses(of worker: String? = nil) throws -> [VaultAccess] {
        try guarded {
            try queue.read { database in
                try Row.fetchAll(
                    database,
                    sql: "SELECT number, at, officer, worker_ref, purpose FROM access WHERE ?1 IS NULL OR worker_ref = ?1 ORDER BY number",
                    arguments: [worker]
                ).map(Self.access)
            }
        }
    }

    /// The number of the first line of the log that is missing or was changed; nil: none. What was cut off its end shows only against a number that
    /// somebody wrote down.
    public func firstFault() throws -> Int? {
        try guarded {
            try queue.read { database in
                var (number, last) = (0, Data())
                let rows = try Row.fetchCursor(database, sql: "SELECT number, at, officer, worker_ref, purpose, chain FROM access ORDER BY number")
                while let row = try rows.next() {
                    number += 1
                    let access = Self.access(row)
                    let found: Data = row[5]
                    guard access.number == number, found == chain(access, after: last) else { return number }
                    last = found
                }
                return nil
            }
        }
    }

    private static func access(_ row: Row) -> VaultAccess {
        VaultAccess(number: row[0], at: row[1], officer: row[2], workerRef: row[3], purpose: row[4])
    }

    private func guarded<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch { throw OfficeStore.officeError(error) }
    }
}
