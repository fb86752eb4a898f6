import Foundation
import GRDBSQLite
import Testing

@testable import Journal

@Suite struct OpeningTests {
    private func filled(_ folder: Folder, count: UInt64 = 50) throws {
        let journal = try SQLiteJournal(path: folder.journal)
        _ = try journal.recover()
        try journal.commit(JournalBatch((1...count).map { Note(sequence: $0, body: [UInt8](repeating: UInt8($0 & 255), count: 200)) }, first: 1))
        try journal.close()
    }

    private func openError(_ folder: Folder) -> JournalError.Code? {
        do throws(JournalError) {
            _ = try SQLiteJournal(path: folder.journal)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func `every commit is fsynced, and the file is for its owner only`() throws {
        let folder = Folder()
        let journal = try SQLiteJournal(path: folder.journal)
        _ = try journal.recover()
        let file = try JournalFile(path: folder.path + "/other.sqlite", options: .init())
        #expect(try file.connection.integer("PRAGMA synchronous") == 2)
        #expect(try file.connection.text("PRAGMA journal_mode") == "wal")
        #expect(try file.connection.integer("PRAGMA mmap_size") == 0)
        for suffix in ["", "-wal", "-shm", ".lock"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.journal + suffix)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(suffix)")
        }
    }

    @Test func `two gateways cannot have one journal`() throws {
        let folder = Folder()
        let journal = try SQLiteJournal(path: folder.journal)
        #expect(openError(folder) == .busy)
        try journal.close()
        withExtendedLifetime(journal) {}
    }

    @Test func `a file of another program is refused, and not changed`() throws {
        let folder = Folder()
        var handle: OpaquePointer?
        #expect(sqlite3_open(folder.journal, &handle) == SQLITE_OK)
        sqlite3_exec(handle, "CREATE TABLE other (x); INSERT INTO other VALUES (1)", nil, nil, nil)
        sqlite3_close(handle)
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.journal))
        #expect(openError(folder) == .notAJournal)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.journal)) == before)
    }

    @Test func `a text file is refused`() throws {
        let folder = Folder()
        try Data(repeating: 0x41, count: 10_000).write(to: URL(fileURLWithPath: folder.journal))
        #expect(openError(folder) == .notAJournal)
    }

    @Test func `a newer format is refused`() throws {
        let folder = Folder()
        try filled(folder)
        var handle: OpaquePointer?
        #expect(sqlite3_open(folder.journal, &handle) == SQLITE_OK)
        sqlite3_exec(handle, "PRAGMA user_version = 99", nil, nil, nil)
        sqlite3_close(handle)
        #expect(openError(folder) == .newerFormat)
    }

    @Test func `a file that lost its end is refused`() throws {
        let folder = Folder()
        try filled(folder)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.journal))
        let size = try file.seekToEnd()
        try file.truncate(atOffset: size / 2 / 4_096 * 4_096)
        try file.close()
        #expect(openError(folder) == .damaged)
    }

    @Test func `messages that contradict the state are refused`() throws {
        let folder = Folder()
        try filled(folder)
        var handle: OpaquePointer?
        #expect(sqlite3_open(folder.journal, &handle) == SQLITE_OK)
        sqlite3_exec(handle, "DELETE FROM message WHERE position = 50", nil, nil, nil)
        sqlite3_close(handle)
        #expect(openError(folder) == .damaged)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `flipped bytes are found, or do no harm`(seed: UInt64) throws {
        let folder = Folder()
        try filled(folder)
        var random = Seeded(seed)
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.journal)))
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            bytes[Int.random(in: bytes.indices, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
        }
        try Data(bytes).write(to: URL(fileURLWithPath: folder.journal))
        // Typed errors or right structure; never a trap. (That contents are what they were is for the audit chain to prove.)
        do throws(JournalError) {
            let journal = try SQLiteJournal(path: folder.journal)
            let state = try journal.recover()
            let reader = try journal.makeReader()
            var next: UInt64 = 1
            while next <= state.lastPosition, next <= 1_000 {
                let page = try reader.page(
                    from: next,
                    through: min(1_000, state.lastPosition),
                    types: .all,
                    key: nil,
                    countMax: 10,
                    bytesMax: 1 << 20
                )
                guard page.next > next else { break }
                next = page.next
            }
        } catch {
            #expect([.damaged, .notAJournal, .newerFormat, .inputOutput].contains(error.code), "seed \(seed): \(error)")
        }
    }
}
