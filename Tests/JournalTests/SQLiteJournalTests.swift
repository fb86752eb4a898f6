import Foundation
import Testing

@testable import Journal

@Suite struct SQLiteJournalTests {
    @Test func `what is committed is read back, exactly`() throws {
        let folder = Folder()
        let journal = try SQLiteJournal(path: folder.journal)
        #expect(try journal.recover() == JournalState())
        let notes = [
            Note(sequence: 1, time: 10, body: [1, 2, 3]), Note(type: 2, sequence: 2, time: 11, isExercise: true, key: [], body: []),
            Note(client: 2, sequence: 9, time: 11, body: [UInt8](repeating: 7, count: 70_000)),
        ]
        try journal.commit(JournalBatch(notes, first: 1))
        let reader = try journal.makeReader()
        #expect(try reader.all(through: 3).map(\.1) == notes)
        #expect(try reader.all(through: 3).map(\.0) == [1, 2, 3])
    }

    @Test func `a page is bounded in messages and in bytes, and says where to go on`() throws {
        let folder = Folder()
        let journal = try SQLiteJournal(path: folder.journal)
        _ = try journal.recover()
        try journal.commit(JournalBatch((1...10).map { Note(sequence: $0, body: [UInt8](repeating: 1, count: 100)) }, first: 1))
        let reader = try journal.makeReader()
        let three = try reader.page(from: 1, through: 10, types: .all, key: nil, countMax: 3, bytesMax: 1 << 20)
        #expect(three.segment.entries.map(\.position) == [1, 2, 3])
        #expect(three.next == 4)
        let small = try reader.page(from: 4, through: 10, types: .all, key: nil, countMax: 10, bytesMax: 250)
        #expect(small.segment.entries.map(\.position) == [4, 5])
        #expect(small.next == 6)
        let one = try reader.page(from: 6, through: 10, types: .all, key: nil, countMax: 10, bytesMax: 1)
        #expect(one.segment.entries.map(\.position) == [6])
        let end = try reader.page(from: 7, through: 8, types: .all, key: nil, countMax: 10, bytesMax: 1 << 20)
        #expect(end.segment.entries.map(\.position) == [7, 8])
        #expect(end.next == 9)
        #expect(try reader.page(from: 9, through: 8, types: .all, key: nil, countMax: 10, bytesMax: 1).next == 9)
    }

    @Test func `types and keys are chosen, and a page that finds nothing still goes on`() throws {
        let folder = Folder()
        let journal = try SQLiteJournal(path: folder.journal)
        _ = try journal.recover()
        let count = UInt64(SQLiteReader.rowsMax + 500)
        try journal.commit(
            JournalBatch((1...count).map { Note(type: $0 == count ? 2 : 1, sequence: $0, key: Array("\($0 % 3)".utf8), body: [1]) }, first: 1)
        )
        let reader = try journal.makeReader()
        let none = try reader.page(from: 1, through: count, types: .only([2]), key: nil, countMax: 10, bytesMax: 100)
        #expect(none.segment.entries.isEmpty)
        #expect(none.next == UInt64(SQLiteReader.rowsMax) + 1)
        #expect(try reader.all(types: .only([2]), through: count).map(\.0) == [count])
        #expect(try reader.all(types: .only([9]), through: count).isEmpty)
        #expect(try reader.all(key: Array("1".utf8), through: 10).map(\.0) == [1, 4, 7, 10])
    }

    @Test func `times are found by halving`() throws {
        let folder = Folder()
        let journal = try SQLiteJournal(path: folder.journal)
        _ = try journal.recover()
        let reader = try journal.makeReader()
        #expect(try reader.position(atOrAfter: 0) == nil)
        try journal.commit(JournalBatch((1...100).map { Note(sequence: $0, time: Int64($0 / 10) * 1_000, body: []) }, first: 1))
        #expect(try reader.position(atOrAfter: -5) == 1)
        #expect(try reader.position(atOrAfter: 1_000) == 10)
        #expect(try reader.position(atOrAfter: 1_001) == 20)
        #expect(try reader.position(atOrAfter: 10_000) == 100)
        #expect(try reader.position(atOrAfter: 10_001) == nil)
    }

    @Test func `a repeat is told from a conflict and from a sequence that was never stored`() throws {
        let folder = Folder()
        let journal = try SQLiteJournal(path: folder.journal)
        _ = try journal.recover()
        try journal.commit(JournalBatch([Note(sequence: 1, body: [1]), Note(sequence: 2, body: [2])], first: 1))
        // Sequence 3 was refused; 4 and 5 follow.
        try journal.commit(JournalBatch([Note(sequence: 4, body: [4]), Note(sequence: 5, isExercise: true, body: [5])], first: 3))
        let reader = try journal.makeReader()
        let probes = [
            Note(sequence: 1, body: [1]), Note(sequence: 2, body: [9]), Note(sequence: 3, body: [3]), Note(sequence: 5, isExercise: true, body: [5]),
            Note(sequence: 5, body: [5]), Note(type: 7, sequence: 4, body: [4]), Note(sequence: 6, body: []), Note(client: 9, sequence: 1, body: [1]),
        ]
        let segment = try #require(JournalBatch(probes, first: 0).messages)
        #expect(try reader.compare(segment) == [.same(1), .different, .absent, .same(4), .different, .different, .absent, .absent])
    }

    @Test func `runs of one client are merged, over batches and over a restart`() throws {
        let folder = Folder()
        do {
            let journal = try SQLiteJournal(path: folder.journal)
            _ = try journal.recover()
            var batch = JournalBatch([Note(sequence: 1, body: []), Note(sequence: 2, body: [])], first: 1)
            batch.clients = [ClientRecord(id: 1, principal: "a", name: "a", lastSequence: 2)]
            try journal.commit(batch)
            try journal.commit(JournalBatch([Note(sequence: 3, body: [])], first: 3))
            try journal.close()
        }
        let journal = try SQLiteJournal(path: folder.journal)
        _ = try journal.recover()
        try journal.commit(JournalBatch([Note(sequence: 4, body: [])], first: 4))
        let connection = try Connection(path: folder.journal, isReadOnly: true)
        #expect(try connection.integer("SELECT count(*) FROM run") == 1)
        #expect(try connection.integer("SELECT count FROM run") == 4)
    }

    @Test func `clients, types and consumers survive a restart, and the incarnation rises`() throws {
        let folder = Folder()
        do {
            let journal = try SQLiteJournal(path: folder.journal)
            #expect(try journal.recover().incarnation == 1)
            var batch = JournalBatch([Note(sequence: 1, time: 5, body: [1])], first: 1)
            batch.types = [TypeRecord(id: 1, name: "a.b.v1")]
            batch.clients = [ClientRecord(id: 1, principal: "one", name: "one/x", lastSequence: 3)]
            batch.consumers = [
                ConsumerRecord(id: 1, principal: "two", name: "in", filter: "a.>", purpose: "to test", createdAt: 5, position: 1),
                ConsumerRecord(id: 2, principal: "two", name: "out", filter: ">", purpose: "to test", createdAt: 5, position: 1),
            ]
            try journal.commit(batch)
            var later = JournalBatch()
            later.clients = [ClientRecord(id: 1, principal: "one", name: "one/x", lastSequence: 7)]
            later.positions = [ConsumerPosition(id: 1, position: 2)]
            later.forgottenConsumers = [2]
            try journal.commit(later)
            try journal.close()
            #expect(throws: JournalError.self) { try journal.commit(later) }
        }
        let state = try SQLiteJournal(path: folder.journal).recover()
        #expect(state.incarnation == 2)
        #expect(state.lastPosition == 1)
        #expect(state.lastRecordedAt == 5)
        #expect(state.types == [TypeRecord(id: 1, name: "a.b.v1")])
        #expect(state.clients == [ClientRecord(id: 1, principal: "one", name: "one/x", lastSequence: 7)])
        #expect(
            state.consumers == [ConsumerRecord(id: 1, principal: "two", name: "in", filter: "a.>", purpose: "to test", createdAt: 5, position: 2)]
        )
    }

    @Test func `a batch that does not follow on is refused whole`() throws {
        let folder = Folder()
        let journal = try SQLiteJournal(path: folder.journal)
        _ = try journal.recover()
        try journal.commit(JournalBatch([Note(sequence: 1, time: 10, body: [1])], first: 1))
        for (first, time) in [(UInt64(1), Int64(10)), (3, 10), (2, 9)] {
            let error = #expect(throws: JournalError.self) {
                try journal.commit(JournalBatch([Note(sequence: 2, time: time, body: [])], first: first))
            }
            #expect(error?.code == .misuse)
        }
        try journal.commit(JournalBatch([Note(sequence: 2, time: 10, body: [2])], first: 2))
        #expect(try journal.makeReader().all(through: 9).count == 2)
    }

    @Test func `a full disk keeps nothing of the batch, and the journal goes on when there is room`() throws {
        let folder = Folder()
        let journal = try SQLiteJournal(path: folder.journal, options: .init(pageCountMax: 40))
        _ = try journal.recover()
        var stored: UInt64 = 0
        var failure: JournalError?
        while failure == nil {
            do throws(JournalError) {
                try journal.commit(JournalBatch([Note(sequence: stored + 1, body: [UInt8](repeating: 1, count: 20_000))], first: stored + 1))
                stored += 1
            } catch {
                failure = error
            }
        }
        #expect(failure?.code == .storageFull)
        #expect(stored > 0)
        let reader = try journal.makeReader()
        #expect(try reader.all(through: 1_000).count == Int(stored))
        try journal.commit(JournalBatch([Note(sequence: stored + 1, body: [2])], first: stored + 1))
        #expect(try reader.all(through: 1_000).last?.1.body == [2])
    }

    @Test func `a reader sees each commit, while the writer goes on`() throws {
        let folder = Folder()
        let journal = try SQLiteJournal(path: folder.journal)
        _ = try journal.recover()
        let total: UInt64 = 2_000
        let thread = Thread {
            for sequence in 1...total {
                _ = try? journal.commit(JournalBatch([Note(sequence: sequence, body: [1])], first: sequence))
            }
        }
        thread.start()
        let reader = try journal.makeReader()
        var next: UInt64 = 1
        while next <= total {
            let page = try reader.page(from: next, through: total, types: .all, key: nil, countMax: 500, bytesMax: 1 << 20)
            for entry in page.segment.entries {
                #expect(entry.position == next)
                next += 1
            }
        }
    }

    @Test func `the write-ahead log is folded back when there is time`() throws {
        let folder = Folder()
        let journal = try SQLiteJournal(path: folder.journal)
        _ = try journal.recover()
        try journal.commit(JournalBatch((1...6_000).map { Note(sequence: $0, body: [UInt8](repeating: 3, count: 1_000)) }, first: 1))
        let before = journal.byteCount
        journal.checkpointIfIdle()
        #expect(journal.byteCount < before)
        #expect(try journal.makeReader().all(through: 6_000).count == 6_000)
    }
}
