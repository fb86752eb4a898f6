import Foundation
import GRDB
import Wire

/// The durable queue of a ``Publisher``: one SQLite file, one process, fsynced at each call.
final class Outbox: Sendable {
    let database: DatabaseQueue
    private let lock: FileLock
    /// The most pages of the file, for what is kept anew.
    let pagesMax: Int

    private static let applicationID: Int32 = 0x434B_4F42
    private static let pageBytes = 4_096

    /// Opens or makes the file, with mode 0600.
    init(path: String, client: String, bytesMax: Int) throws(OutboxError) {
        lock = try FileLock(path: path + ".lock")
        pagesMax = max(16, bytesMax / Self.pageBytes)
        do {
            database = try Self.open(path)
            try Self.migrate(database)
            try database.writeWithoutTransaction { [pagesMax] database in
                // GRDB sets NORMAL where it opens a file in WAL mode: a message kept must be a message fsynced.
                try database.execute(sql: "PRAGMA synchronous = FULL")
                try database.execute(sql: "PRAGMA max_page_count = \(pagesMax)")
            }
            try Self.claim(database, client)
        } catch let error as OutboxError {
            throw error
        } catch {
            throw Self.outboxError(error)
        }
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        if !FileManager.default.fileExists(atPath: path) {
            guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
                throw OutboxError(.inputOutput, "cannot make \(path): does the folder exist, and may this user write there?")
            }
        }
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA page_size = \(pageBytes)")
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private static func migrate(_ database: DatabaseQueue) throws {
        let found = try database.read { try Int32.fetchOne($0, sql: "PRAGMA application_id") ?? 0 }
        let tables = try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") ?? 0 }
        guard found == applicationID || (found == 0 && tables == 0) else {
            throw OutboxError(.unusable, "the file is an SQLite database of another program")
        }
        try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA application_id = \(applicationID)") }
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 messages") { database in
            try database.execute(
                sql: """
                    CREATE TABLE message (
                      id INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, event_id BLOB NOT NULL, body BLOB NOT NULL,
                      is_exercise INTEGER NOT NULL) STRICT;
                    CREATE TABLE refused (
                      id INTEGER PRIMARY KEY, type TEXT NOT NULL, event_id BLOB NOT NULL, body BLOB NOT NULL, is_exercise INTEGER NOT NULL,
                      code INTEGER NOT NULL, path TEXT NOT NULL, rule TEXT NOT NULL, expected TEXT NOT NULL) STRICT;
                    CREATE TABLE state (
                      only INTEGER PRIMARY KEY CHECK (only = 1), client TEXT NOT NULL, sequence_offset INTEGER, confirmed INTEGER NOT NULL,
                      repeats INTEGER NOT NULL) STRICT;
                    """
            )
        }
        migrator.registerMigration("2 sequences of their own") { database in
            try database.execute(
                sql: """
                    ALTER TABLE message ADD COLUMN sequence INTEGER;
                    CREATE INDEX message_sequence ON message (sequence) WHERE sequence IS NOT NULL;
                    """
            )
        }
        migrator.registerMigration("3 chains") { database in
            try database.execute(sql: "ALTER TABLE message ADD COLUMN chain BLOB; ALTER TABLE refused ADD COLUMN chain BLOB")
        }
        guard try database.read({ try !migrator.hasBeenSuperseded($0) }) else {
            throw OutboxError(.unusable, "the file was made by a newer version of this program: use that one")
        }
        try migrator.migrate(database)
    }

    private static func claim(_ database: DatabaseQueue, _ client: String) throws {
        try database.write { database in
            try database.execute(sql: "INSERT OR IGNORE INTO state VALUES (1, ?, NULL, 0, 0)", arguments: [client])
            let owner = try String.fetchOne(database, sql: "SELECT client FROM state")
            guard owner == client else {
                throw OutboxError(.otherClient, "the outbox belongs to client \(owner ?? "?"): give each client its own file")
            }
            // SQLite keeps the last number here, with the first message. A copy made table by table lacks it; numbers would begin again.
            try database.execute(
                sql: """
                    INSERT INTO sqlite_sequence (name, seq)
                    SELECT 'message', max(coalesce((SELECT max(id) FROM message), 0), coalesce((SELECT max(id) FROM refused), 0))
                    WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'message')
                    """
            )
        }
    }

    /// Closes the file, so that it can be opened again at once. Every later call fails.
    func close() {
        try? database.close()
        lock.release()
    }

    // MARK: Publishing

    private static let insertion = "INSERT INTO message (type, event_id, body, is_exercise, chain) VALUES (?, ?, ?, ?, ?)"

    func append(_ messages: [OutgoingMessage]) async throws -> [Int64] {
        if let refusal = messages.lazy.compactMap({ $0.refusal() }).first {
            let code: OutboxError.Code = refusal.rule == "size" ? .tooLarge : .notSealed
            throw OutboxError(code, "no gateway takes this message (\(refusal.code)): expected \(refusal.expected)")
        }
        do {
            return try await database.write { database in
                let statement = try database.cachedStatement(sql: Self.insertion)
                return try messages.map { message in
                    try statement.execute(arguments: [
                        message.type, message.id.data, Data(message.body), message.isExercise, message.chain.map { Data($0.bytes) },
                    ])
                    return database.lastInsertedRowID
                }
            }
        } catch {
            throw Self.outboxError(error)
        }
    }

    // MARK: Looking

    /// SQLite's own word for it: 2 where each commit is fsynced.
    func synchronous() throws -> Int? { try database.read { try Int.fetchOne($0, sql: "PRAGMA synchronous") } }

    func status() throws -> OutboxStatus {
        try database.read { database in
            let row = try Row.fetchOne(
                database,
                sql: "SELECT (SELECT count(*) FROM message), (SELECT count(*) FROM refused), confirmed, repeats FROM state"
            )!
            return OutboxStatus(waiting: row[0], refused: row[1], confirmed: row[2], repeats: row[3])
        }
    }

    func isWaiting(_ id: Int64) throws -> Bool {
        try database.read { try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM message WHERE id = ?)", arguments: [id]) ?? false }
    }

    func refused(countMax: Int) throws -> [RefusedMessage] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT id, type, event_id, body, is_exercise, chain, code, path, rule, expected FROM refused ORDER BY id LIMIT ?",
                arguments: [countMax]
            ).map(Self.refused)
        }
    }

    func refused(_ id: Int64) throws -> RefusedMessage? {
        try database.read { database in
            try Row.fetchOne(
                database,
                sql: "SELECT id, type, event_id, body, is_exercise, chain, code, path, rule, expected FROM refused WHERE id = ?",
                arguments: [id]
            ).map(Self.refused)
        }
    }

    func discardRefused(_ id: Int64) throws -> Bool {
        try database.write { database in
            try database.execute(sql: "DELETE FROM refused WHERE id = ?", arguments: [id])
            return database.changesCount > 0
        }
    }

    private static func refused(_ row: Row) -> RefusedMessage {
        let refusal = MessageRefusal(code: GatewayErrorCode(rawValue: row[6]), path: row[7], rule: row[8], expected: row[9])
        return RefusedMessage(id: row[0], message: message(row), refusal: refusal)
    }

    static func message(_ row: Row) -> OutgoingMessage {
        let id: Data = row[2]
        let body: Data = row[3]
        let chain: Data? = row[5]
        return OutgoingMessage(
            type: row[1],
            body: [UInt8](body),
            id: EventID(bytes: id) ?? EventID(high: 0, low: 0),
            isExercise: row[4],
            chain: chain.flatMap { MessageChain(bytes: $0) }
        )
    }

    static func outboxError(_ error: any Error) -> OutboxError {
        if let error = error as? OutboxError { return error }
        guard let error = error as? DatabaseError else { return OutboxError(.inputOutput, "\(error)") }
        return switch error.resultCode {
        case .SQLITE_FULL: OutboxError(.full, "no room for more messages: free disk space, or let the gateway take what waits")
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: OutboxError(.unusable, "the file is damaged or no outbox: keep it for inspection, and start a new one")
        case .SQLITE_BUSY, .SQLITE_LOCKED: OutboxError(.busy, "another process has it open")
        default: OutboxError(.inputOutput, "SQLite error \(error.extendedResultCode.rawValue)")
        }
    }
}

extension EventID {
    var data: Data { withBytes { Data($0) } }
}
