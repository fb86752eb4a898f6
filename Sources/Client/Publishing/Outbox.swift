import Foundation
import GRDB
import Wire

/// The durable queue of a ``Publisher``: one SQLite file, one process that sends from it, fsynced at each call.
final class Outbox: Sendable {
    let database: DatabaseQueue
    private let lock: FileLock
    private let limit: Limit

    /// What keeps it from growing for ever.
    enum Limit {
        /// The most pages of a file of its own, for what is kept anew.
        case pages(Int)
        /// The most messages in a file that holds other things too, see ``StoreOutbox``.
        case messages(Int)
    }

    private static let applicationID: Int32 = 0x434B_4F42
    private static let pageBytes = 4_096

    /// Opens or makes the file, with mode 0600.
    init(path: String, client: String, bytesMax: Int) throws(OutboxError) {
        lock = try FileLock(path: path + ".lock")
        let pagesMax = max(16, bytesMax / Self.pageBytes)
        limit = .pages(pagesMax)
        do {
            database = try Self.open(path)
            try Self.migrate(database)
            try database.writeWithoutTransaction { database in
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

    /// Sends from an agency's own store, whose migrations include ``StoreOutbox/registerMigrations(in:)``.
    init(store: DatabaseQueue, client: String, messagesMax: Int) throws(OutboxError) {
        lock = try FileLock(path: store.path + ".lock")
        limit = .messages(messagesMax)
        database = store
        do {
            guard try synchronous() ?? 0 >= 2 else {
                throw OutboxError(.unusable, "the store does not fsync its commits: open it with PRAGMA synchronous = FULL")
            }
            try Self.claim(store, client)
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
        StoreOutbox.registerMigrations(in: &migrator)
        guard try database.read({ try !migrator.hasBeenSuperseded($0) }) else {
            throw OutboxError(.unusable, "the file was made by a newer version of this program: use that one")
        }
        try migrator.migrate(database)
    }

    private static func claim(_ database: DatabaseQueue, _ client: String) throws {
        try database.write { database in
            try database.execute(sql: "INSERT OR IGNORE INTO outbox_state VALUES (1, ?, NULL, 0, 0)", arguments: [client])
            let owner = try String.fetchOne(database, sql: "SELECT client FROM outbox_state")
            guard owner == client else {
                throw OutboxError(.otherClient, "the outbox belongs to client \(owner ?? "?"): give each client its own file")
            }
            // SQLite keeps the last number here, with the first message. A copy made table by table lacks it; numbers would begin again.
            try database.execute(
                sql: """
                    INSERT INTO sqlite_sequence (name, seq)
                    SELECT 'outbox_message', max(coalesce((SELECT max(id) FROM outbox_message), 0), coalesce((SELECT max(id) FROM outbox_refused), 0))
                    WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'outbox_message')
                    """
            )
        }
    }

    /// Closes a file of its own, so that it can be opened again at once, and every later call fails. A store stays open: it is its owner's.
    func close() {
        if case .pages = limit { try? database.close() }
        lock.release()
    }

    // MARK: Publishing

    func append(_ messages: [OutgoingMessage]) async throws -> [Int64] {
        do {
            return try await database.write { [limit] database in try Self.append(messages, limit, in: database) }
        } catch {
            throw Self.outboxError(error)
        }
    }

    private static let insertion = "INSERT INTO outbox_message (type, event_id, body, is_exercise, chain) VALUES (?, ?, ?, ?, ?)"

    /// Keeps messages as a part of the transaction that is open.
    static func append(_ messages: [OutgoingMessage], _ limit: Limit, in database: Database) throws -> [Int64] {
        if let refusal = messages.lazy.compactMap({ $0.refusal() }).first {
            let code: OutboxError.Code = refusal.rule == "size" ? .tooLarge : .notSealed
            throw OutboxError(code, "no gateway takes this message (\(refusal.code)): expected \(refusal.expected)")
        }
        if case .messages(let messagesMax) = limit {
            let waiting = try Int.fetchOne(database, sql: "SELECT coalesce(max(id) - min(id) + 1, 0) FROM outbox_message") ?? 0
            guard waiting + messages.count <= messagesMax else {
                throw OutboxError(.full, "\(messagesMax) messages wait for the gateway: let it take them before anything is added")
            }
        }
        let statement = try database.cachedStatement(sql: insertion)
        return try messages.map { message in
            try statement.execute(arguments: [
                message.type, message.id.data, Data(message.body), message.isExercise, message.chain.map { Data($0.bytes) },
            ])
            return database.lastInsertedRowID
        }
    }

    /// Does what needs a little more room than a full file has: what is in it already goes out of it so.
    func withoutPageLimit(_ body: (Database) throws -> Void) throws {
        try database.writeWithoutTransaction { database in
            guard case .pages(let pagesMax) = limit else { return try body(database) }
            try database.execute(sql: "PRAGMA max_page_count = \(Self.pagesMaxOfSQLite)")
            defer { try? database.execute(sql: "PRAGMA max_page_count = \(pagesMax)") }
            try body(database)
        }
    }

    private static let pagesMaxOfSQLite = 1_073_741_823

    // MARK: Looking

    /// SQLite's own word for it: 2 where each commit is fsynced.
    func synchronous() throws -> Int? { try database.read { try Int.fetchOne($0, sql: "PRAGMA synchronous") } }

    func status() throws -> OutboxStatus { try database.read { try Self.status(in: $0) } }

    static func status(in database: Database) throws -> OutboxStatus {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT (SELECT count(*) FROM outbox_message), (SELECT count(*) FROM outbox_refused),
                  coalesce((SELECT confirmed FROM outbox_state), 0), coalesce((SELECT repeats FROM outbox_state), 0)
                """
        )!
        return OutboxStatus(waiting: row[0], refused: row[1], confirmed: row[2], repeats: row[3])
    }

    func isWaiting(_ id: Int64) throws -> Bool {
        try database.read { try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM outbox_message WHERE id = ?)", arguments: [id]) ?? false }
    }

    func refused(countMax: Int) throws -> [RefusedMessage] { try database.read { try Self.refused(countMax: countMax, in: $0) } }

    static func refused(countMax: Int, in database: Database) throws -> [RefusedMessage] {
        try Row.fetchAll(
            database,
            sql: "SELECT id, type, event_id, body, is_exercise, chain, code, path, rule, expected FROM outbox_refused ORDER BY id LIMIT ?",
            arguments: [countMax]
        ).map(Self.refused)
    }

    func refused(_ id: Int64) throws -> RefusedMessage? {
        try database.read { database in
            try Row.fetchOne(
                database,
                sql: "SELECT id, type, event_id, body, is_exercise, chain, code, path, rule, expected FROM outbox_refused WHERE id = ?",
                arguments: [id]
            ).map(Self.refused)
        }
    }

    func discardRefused(_ id: Int64) throws -> Bool { try database.write { try Self.discardRefused(id, in: $0) } }

    static func discardRefused(_ id: Int64, in database: Database) throws -> Bool {
        try database.execute(sql: "DELETE FROM outbox_refused WHERE id = ?", arguments: [id])
        return database.changesCount > 0
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
