import Testing

@testable import Journal

@Suite struct MigrationTests {
    /// Format 1 as it was written; never changed.
    private static let first = """
        BEGIN;
        CREATE TABLE meta (
          only INTEGER PRIMARY KEY CHECK (only = 1), incarnation INTEGER NOT NULL, last_position INTEGER NOT NULL,
          last_recorded_at INTEGER NOT NULL) STRICT;
        CREATE TABLE type (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE client (
          id INTEGER PRIMARY KEY, principal TEXT NOT NULL, name TEXT NOT NULL UNIQUE, last_sequence INTEGER NOT NULL) STRICT;
        CREATE TABLE consumer (
          id INTEGER PRIMARY KEY, principal TEXT NOT NULL, name TEXT NOT NULL, filter TEXT NOT NULL, purpose TEXT NOT NULL,
          created_at INTEGER NOT NULL, position INTEGER NOT NULL, UNIQUE (principal, name)) STRICT;
        CREATE TABLE message (
          position INTEGER PRIMARY KEY, recorded_at INTEGER NOT NULL, client INTEGER NOT NULL, type INTEGER NOT NULL, flags INTEGER NOT NULL,
          client_sequence INTEGER NOT NULL, id_high INTEGER NOT NULL, id_low INTEGER NOT NULL, key BLOB NOT NULL, body BLOB NOT NULL) STRICT;
        CREATE TABLE run (
          client INTEGER NOT NULL, first_sequence INTEGER NOT NULL, count INTEGER NOT NULL, first_position INTEGER NOT NULL,
          PRIMARY KEY (client, first_sequence)) STRICT, WITHOUT ROWID;
        PRAGMA application_id = 0x434b4a31;
        PRAGMA user_version = 1;
        INSERT INTO meta VALUES (1, 3, 2, 20);
        INSERT INTO type VALUES (1, 'a.b.v1');
        INSERT INTO client VALUES (1, 'one', 'one/x', 5);
        INSERT INTO consumer VALUES (7, 'two', 'in', 'a.>', 'to test', 15, 2);
        INSERT INTO message VALUES (1, 10, 1, 1, 0, 4, 4294967296, 4, x'6b', x'0102'), (2, 20, 1, 1, 1, 5, 4294967296, 5, x'', x'');
        INSERT INTO run VALUES (1, 4, 2, 1);
        COMMIT;
        """

    @Test func `a journal of format 1 is taken over with all it holds`() throws {
        let folder = Folder()
        try folder.execute(Self.first)
        let consumer = ConsumerRecord(id: 7, principal: "two", name: "in", filter: "a.>", purpose: "to test", createdAt: 15, position: 2)
        let journal = try SQLiteJournal(path: folder.journal)
        #expect(
            try journal.recover()
                == JournalState(
                    lastPosition: 2,
                    lastRecordedAt: 20,
                    incarnation: 4,
                    clients: [ClientRecord(id: 1, principal: "one", name: "one/x", lastSequence: 5)],
                    types: [TypeRecord(id: 1, name: "a.b.v1")],
                    consumers: [consumer],
                    kept: [KeptMessages(type: 1, count: 2, bytes: 3)]
                )
        )
        let notes = [
            Note(sequence: 4, time: 10, key: Array("k".utf8), body: [1, 2]), Note(sequence: 5, time: 20, isExercise: true, key: [], body: []),
        ]
        let reader = try journal.makeReader()
        #expect(try reader.all(through: 2).map(\.1) == notes)
        #expect(try reader.compare(#require(JournalBatch(notes, first: 1).messages)) == [.same(1), .same(2)])

        var batch = JournalBatch([Note(sequence: 6, time: 20, body: [6])], first: 3)
        batch.positions = [ConsumerPosition(id: 7, position: 2, ahead: [3...3])]
        batch.failures = [FailureRecord(letter: Letter(consumer: 7, position: 2), count: 1, until: 9, history: [1])]
        batch.deadLetters = [.example(7, 1)]
        try journal.commit(batch)
        #expect(try reader.deadLetters(DeadLetterQuery()).letters.map(\.letter.position) == [1])
        #expect(try reader.all(through: 3).count == 3)
    }

    @Test func `a journal that could not be taken over is as it was`() throws {
        let folder = Folder()
        try folder.execute(Self.first)
        let error = #expect(throws: JournalError.self) { try SQLiteJournal(path: folder.journal, options: .init(pageCountMax: 11)) }
        #expect(error?.code == .storageFull)
        #expect(throws: JournalError.self) { try folder.execute("SELECT settings FROM consumer") }
        #expect(try SQLiteJournal(path: folder.journal).recover().lastPosition == 2)
    }

    @Test func `both ways to the newest format lead to the same tables`() throws {
        let (old, new) = (Folder(), Folder())
        try old.execute(Self.first)
        for folder in [old, new] { try SQLiteJournal(path: folder.journal).close() }
        func tables(_ folder: Folder) throws -> String? {
            let connection = try Connection(path: folder.journal, isReadOnly: true)
            return try connection.text("SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema ORDER BY name)")
        }
        #expect(try tables(old) == tables(new))
    }
}
