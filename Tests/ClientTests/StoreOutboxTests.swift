import Foundation
import GRDB
import Testing
import Wire

@testable import Client

@Suite struct StoreOutboxTests {
    private struct Undecided: Error {}

    private func store(_ folder: Folder) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL") }
        let store = try DatabaseQueue(path: folder.outbox, configuration: configuration)
        var migrator = DatabaseMigrator()
        StoreOutbox.registerMigrations(in: &migrator)
        migrator.registerMigration("loans") { try $0.execute(sql: "CREATE TABLE state (loan INTEGER PRIMARY KEY) STRICT") }
        try migrator.migrate(store)
        return store
    }

    private func message(_ number: UInt8) -> OutgoingMessage { OutgoingMessage(type: "a.b.v1", body: [number]) }

    @Test func `what is decided and what is said of it stay or go together`() throws {
        let folder = Folder()
        let store = try store(folder)
        let outbox = StoreOutbox()
        #expect(throws: Undecided.self) {
            try store.write { database in
                try database.execute(sql: "INSERT INTO state VALUES (1)")
                try outbox.append([message(1)], in: database)
                throw Undecided()
            }
        }
        #expect(try store.read { try outbox.status(in: $0).waiting } == 0)
        try store.write { database in
            try database.execute(sql: "INSERT INTO state VALUES (1)")
            #expect(try outbox.append([message(1), message(2)], in: database).count == 2)
        }
        #expect(try store.read { try outbox.status(in: $0).waiting } == 2)
        withExtendedLifetime(folder) {}
    }

    @Test func `a full outbox refuses, and a message that no gateway takes too`() throws {
        let folder = Folder()
        let store = try store(folder)
        let outbox = StoreOutbox(messagesMax: 2)
        try store.write { database in
            try outbox.append([message(1), message(2)], in: database)
            _ = #expect(throws: OutboxError.self) { try outbox.append([message(3)], in: database) }
            let large = OutgoingMessage(type: "a.b.v1", body: [UInt8](repeating: 0, count: 1 << 20))
            _ = #expect(throws: OutboxError.self) { try outbox.append([large], in: database) }
        }
        withExtendedLifetime(folder) {}
    }

    @Test func `what another connection appends is sent, settled and counted`() throws {
        let folder = Folder()
        let store = try store(folder)
        let outbox = try Outbox(store: store, client: "bank", messagesMax: 100)
        _ = try outbox.anchor(lastSequence: 0)
        let other = try DatabaseQueue(path: folder.outbox)
        _ = try other.write { try StoreOutbox().append([message(1), message(2)], in: $0) }
        #expect(try outbox.page(from: 0, countMax: 10).messages.map(\.message.body) == [[1], [2]])
        try outbox.settle(.init(confirmed: [(1...2, false)]))
        #expect(try store.read { try StoreOutbox().status(in: $0) } == OutboxStatus(waiting: 0, refused: 0, confirmed: 2, repeats: 0))
    }

    @Test func `one process sends from a store, under one name, and only where commits are fsynced`() throws {
        let folder = Folder()
        let store = try store(folder)
        do {
            let outbox = try Outbox(store: store, client: "bank", messagesMax: 100)
            #expect(throws: OutboxError.self) { try Outbox(store: store, client: "bank", messagesMax: 100) }
            outbox.close()
        }
        #expect(throws: OutboxError(.otherClient, "the outbox belongs to client bank: give each client its own file")) {
            try Outbox(store: store, client: "desk", messagesMax: 100)
        }
        try store.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
        #expect(throws: OutboxError.self) { try Outbox(store: store, client: "bank", messagesMax: 100) }
        // It stays its owner's, and open.
        #expect(try store.read { try Int.fetchOne($0, sql: "SELECT 1") } == 1)
    }

    @Test func `an outbox of the version before goes on under its new names`() async throws {
        let folder = Folder()
        try folder.sqlite().execute(
            """
            PRAGMA application_id = \(0x434B_4F42);
            CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
            INSERT INTO grdb_migrations VALUES ('1 messages'), ('2 sequences of their own'), ('3 chains');
            CREATE TABLE message (
              id INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, event_id BLOB NOT NULL, body BLOB NOT NULL, is_exercise INTEGER NOT NULL,
              sequence INTEGER, chain BLOB) STRICT;
            CREATE INDEX message_sequence ON message (sequence) WHERE sequence IS NOT NULL;
            CREATE TABLE refused (
              id INTEGER PRIMARY KEY, type TEXT NOT NULL, event_id BLOB NOT NULL, body BLOB NOT NULL, is_exercise INTEGER NOT NULL,
              code INTEGER NOT NULL, path TEXT NOT NULL, rule TEXT NOT NULL, expected TEXT NOT NULL, chain BLOB) STRICT;
            CREATE TABLE state (
              only INTEGER PRIMARY KEY CHECK (only = 1), client TEXT NOT NULL, sequence_offset INTEGER, confirmed INTEGER NOT NULL,
              repeats INTEGER NOT NULL) STRICT;
            INSERT INTO state VALUES (1, 'border', 40, 6, 0);
            INSERT INTO message VALUES (7, 'a.b.v1', x'00000000000000000000000000000000', x'05', 0, NULL, NULL);
            """
        )
        let outbox = try Outbox(path: folder.outbox, client: "border", bytesMax: 1 << 20)
        #expect(try outbox.lowestSequence() == 47)
        #expect(try await outbox.append([message(6)]) == [8])
        #expect(try outbox.status() == OutboxStatus(waiting: 2, refused: 0, confirmed: 6, repeats: 0))
    }
}
