public import GRDB

/// An outbox inside an agency's own SQLite store: what it decides, and what it says of it, are one transaction.
///
/// ```swift
/// let outbox = StoreOutbox()
/// try store.write { database in
///     try database.execute(sql: "UPDATE loan SET state = 'approved' WHERE ref = ?", arguments: [ref])
///     try outbox.append([message], in: database)
/// }
/// ```
/// Any process may append that has the store open; one process at a time sends, with ``Publisher/init(profile:store:options:)``. The store is its
/// owner's: this adds the tables `outbox_message`, `outbox_refused` and `outbox_state`, and its own names to `grdb_migrations`.
public struct StoreOutbox: Sendable {
    /// The most messages that wait for the gateway. Then appending fails with ``OutboxError/Code/full``.
    public var messagesMax: Int

    public init(messagesMax: Int = 1_000_000) {
        self.messagesMax = messagesMax
    }

    /// Keeps messages in this order, as a part of the transaction that is open: they leave once it is committed.
    ///
    /// - Returns: Their numbers in this outbox.
    /// - Throws: ``OutboxError``: then the transaction must not be committed.
    @discardableResult
    public func append(_ messages: [OutgoingMessage], in database: Database) throws -> [Int64] {
        do {
            return try Outbox.append(messages, .messages(messagesMax), in: database)
        } catch {
            throw Outbox.outboxError(error)
        }
    }

    /// How it stands; whether a session is open only the publisher knows.
    public func status(in database: Database) throws -> OutboxStatus { try Outbox.status(in: database) }

    /// The messages that the gateway refused, oldest first.
    public func refused(countMax: Int = 1_000, in database: Database) throws -> [RefusedMessage] {
        try Outbox.refused(countMax: countMax, in: database)
    }

    /// Forgets a refused message.
    ///
    /// - Returns: Whether there was one with that number.
    @discardableResult
    public func discardRefused(_ id: Int64, in database: Database) throws -> Bool { try Outbox.discardRefused(id, in: database) }

    /// Adds what this outbox needs to the store's own migrations.
    public static func registerMigrations(in migrator: inout DatabaseMigrator) {
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
        // Names that leave room for the tables of others.
        migrator.registerMigration("4 names of its own") { database in
            try database.execute(
                sql: """
                    ALTER TABLE message RENAME TO outbox_message;
                    ALTER TABLE refused RENAME TO outbox_refused;
                    ALTER TABLE state RENAME TO outbox_state;
                    DROP INDEX message_sequence;
                    CREATE INDEX outbox_message_sequence ON outbox_message (sequence) WHERE sequence IS NOT NULL;
                    """
            )
        }
    }
}
