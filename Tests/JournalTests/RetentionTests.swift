import Testing

@testable import Journal

/// What a journal lets go of, and what everything else makes of the gaps.
@Suite struct RetentionTests {
    private let folder = Folder()
    private let journal: SQLiteJournal

    init() throws {
        journal = try SQLiteJournal(path: folder.journal)
        _ = try journal.recover()
    }

    /// Messages of type 1 at odd positions and of type 2 at even ones, received at their position's time, each of 4 bytes.
    private func fill(_ count: UInt64 = 10) throws {
        var batch = JournalBatch(
            (1...count).map { Note(type: $0 % 2 == 1 ? 1 : 2, sequence: $0, time: Int64($0), body: [UInt8($0 & 255)]) },
            first: 1
        )
        batch.types = [TypeRecord(id: 1, name: "a.b.v1"), TypeRecord(id: 2, name: "a.c.v1")]
        batch.clients = [ClientRecord(id: 1, principal: "one", name: "one/x", lastSequence: count)]
        batch.consumers = [ConsumerRecord(id: 7, principal: "two", name: "in", filter: ">", purpose: "to test", createdAt: 0, position: 1)]
        try journal.commit(batch)
    }

    private func positions() throws -> [UInt64] { try journal.makeReader().all(through: 100_000).map(\.0) }

    @Test func `by age, by number and by size the oldest of a type go, and no other`() throws {
        try fill()
        #expect(try journal.remove(RetentionStep(type: 1, through: 10, olderThan: 4)).removed == [1, 3])
        #expect(try journal.remove(RetentionStep(type: 2, through: 10, countMax: 3)).removed == [2, 4])
        let outcome = try journal.remove(RetentionStep(type: 1, through: 10, bytesMax: 9))
        #expect(outcome == RetentionOutcome(removed: [5], kept: KeptMessages(type: 1, count: 2, bytes: 8), isMore: false))
        #expect(try positions() == [6, 7, 8, 9, 10])
    }

    @Test func `nothing goes after the last position that may, whatever its age`() throws {
        try fill()
        #expect(try journal.remove(RetentionStep(type: 1, through: 4, olderThan: .max)).removed == [1, 3])
        #expect(try journal.remove(RetentionStep(type: 1, through: 4, olderThan: .max)).removed.isEmpty)
        #expect(
            try journal.remove(RetentionStep(type: 9, through: 10, olderThan: .max))
                == RetentionOutcome(removed: [], kept: KeptMessages(type: 9), isMore: false)
        )
    }

    @Test func `a step is small, and says that there is more`() throws {
        try fill(2_400)
        var counts: [Int] = []
        var outcome: RetentionOutcome
        repeat {
            outcome = try journal.remove(RetentionStep(type: 1, through: 2_400, olderThan: 2_201))
            counts.append(outcome.removed.count)
        } while outcome.isMore
        #expect(counts == [200, 200, 200, 200, 200, 100])
        #expect(outcome.kept.count == 100)
    }

    @Test func `what is kept is known after a restart, and of a journal of an older format`() throws {
        try fill()
        _ = try journal.remove(RetentionStep(type: 1, through: 10, olderThan: 4))
        let kept = [KeptMessages(type: 1, count: 3, bytes: 12), KeptMessages(type: 2, count: 5, bytes: 20)]
        #expect(try journal.recover().kept == kept)
        try journal.close()
        // As it was before what is kept was counted.
        try folder.execute(
            "DROP TABLE kept; DROP TABLE block; DROP TABLE leaf; DROP TABLE seal; DROP INDEX dead_position; DROP TABLE vault; DROP TABLE subject; PRAGMA user_version = 3"
        )
        let again = try SQLiteJournal(path: folder.journal)
        #expect(try again.recover().kept == kept)
        #expect(try again.remove(RetentionStep(type: 1, through: 10, olderThan: 6)).removed == [5])
    }

    @Test func `positions and sequences go on, and a repeat of what is gone is known`() throws {
        try fill()
        for type in 1...2 as ClosedRange<UInt16> { _ = try journal.remove(RetentionStep(type: type, through: 10, olderThan: .max)) }
        #expect(try positions().isEmpty)
        let state = try journal.recover()
        #expect(state.lastPosition == 10 && state.kept.isEmpty)
        let repeated = try #require(JournalBatch([Note(type: 1, sequence: 3, body: [0])], first: 1).messages)
        #expect(try journal.makeReader().compare(repeated) == [.same(3)])
        var batch = JournalBatch([Note(type: 1, sequence: 11, time: 11, body: [1])], first: 11)
        batch.clients = [ClientRecord(id: 1, principal: "one", name: "one/x", lastSequence: 11)]
        try journal.commit(batch)
        #expect(try positions() == [11])
        #expect(try journal.remove(RetentionStep(type: 1, through: 11, olderThan: 12)).removed == [11])
    }

    @Test func `readers pass over the gaps`() throws {
        try fill()
        _ = try journal.remove(RetentionStep(type: 1, through: 10, olderThan: 8))
        let reader = try journal.makeReader()
        #expect(try reader.all(types: .only([1]), through: 10).map(\.0) == [9])
        #expect(try reader.messages(at: [1, 2, 9], consumer: nil).entries.map(\.position) == [2, 9])
        #expect(try reader.position(atOrAfter: 0) == 2)
        #expect(try reader.position(atOrAfter: 9) == 9)
        #expect(try reader.find(idHigh: 1 << 32, idLow: 3, from: 1, through: 10).position == nil)
        #expect(try reader.find(idHigh: 1 << 32, idLow: 9, from: 1, through: 10).position == 9)
    }

    @Test func `a dead letter outlives its message, and receipts go with what they are of`() throws {
        try fill()
        var batch = JournalBatch()
        batch.at = 50
        batch.deadLetters = [.example(7, 1)]
        batch.receipts = [ReceiptRecord(consumer: 7, positions: 2...3), ReceiptRecord(consumer: 7, positions: 8...9)]
        try journal.commit(batch)
        for type in 1...2 as ClosedRange<UInt16> { _ = try journal.remove(RetentionStep(type: type, through: 10, olderThan: 7)) }
        _ = try journal.remove(RetentionStep(type: 1, through: 10, olderThan: 8))
        let reader = try journal.makeReader()
        #expect(try reader.messages(at: [1], consumer: 7).entries.map(\.position) == [1])
        #expect(try reader.deadLetters(DeadLetterQuery()).letters.count == 1)
        #expect(try reader.fates(of: [2, 8].map { Letter(consumer: 7, position: $0) }) == [.open, .settled(at: 50)])
    }

    @Test func `a step that fails does nothing`() throws {
        try fill()
        try journal.close()
        try folder.execute("CREATE TRIGGER stuck BEFORE DELETE ON message WHEN old.position = 3 BEGIN SELECT RAISE(ABORT, 'stuck'); END")
        let again = try SQLiteJournal(path: folder.journal)
        _ = try again.recover()
        #expect(throws: JournalError.self) { try again.remove(RetentionStep(type: 1, through: 10, olderThan: 6)) }
        #expect(try again.makeReader().all(through: 10).count == 10)
        #expect(try again.recover().kept.map(\.count) == [5, 5])
    }
}
