import Testing

@testable import Journal

@Suite struct ConsumerTests {
    private let folder = Folder()
    private let consumer = ConsumerRecord(
        id: 1,
        principal: "p",
        name: "in",
        filter: "a.>",
        purpose: "to test",
        createdAt: 5,
        position: 10,
        settings: [1, 0, 255],
        isPaused: true,
        ahead: [12...14, 20...20]
    )

    private func opened() throws -> SQLiteJournal {
        let journal = try SQLiteJournal(path: folder.journal)
        _ = try journal.recover()
        var batch = JournalBatch()
        batch.consumers = [consumer]
        try journal.commit(batch)
        return journal
    }

    @Test func `a consumer keeps its settings, its pause and what it has settled ahead`() throws {
        try opened().close()
        #expect(try SQLiteJournal(path: folder.journal).recover().consumers == [consumer])
    }

    @Test func `a changed consumer stays where it is`() throws {
        let journal = try opened()
        var changed = ConsumerRecord(id: 1, principal: "other", name: "other", filter: "b.>", purpose: "more", createdAt: 9, position: 99)
        changed.ahead = [100...100]
        var batch = JournalBatch()
        batch.changedConsumers = [changed]
        try journal.commit(batch)
        var expected = consumer
        (expected.filter, expected.purpose, expected.settings, expected.isPaused) = ("b.>", "more", [], false)
        #expect(try journal.recover().consumers == [expected])
    }

    @Test func `a position moves with what lies ahead, or leaves that as it was`() throws {
        let journal = try opened()
        var batch = JournalBatch()
        batch.positions = [ConsumerPosition(id: 1, position: 11)]
        try journal.commit(batch)
        #expect(try journal.recover().consumers.first?.position == 11)
        #expect(try journal.recover().consumers.first?.ahead == [12...14, 20...20])
        // What it passes is not ahead any more.
        batch.positions = [ConsumerPosition(id: 1, position: 14)]
        try journal.commit(batch)
        #expect(try journal.recover().consumers.first?.ahead == [14...14, 20...20])
        batch.positions = [ConsumerPosition(id: 1, position: 15)]
        try journal.commit(batch)
        #expect(try journal.recover().consumers.first?.ahead == [20...20])
        batch.positions = [ConsumerPosition(id: 1, position: 16, ahead: [18...40])]
        try journal.commit(batch)
        #expect(try journal.recover().consumers.first?.ahead == [18...40])
        batch.positions = [ConsumerPosition(id: 1, position: 41, ahead: [])]
        try journal.commit(batch)
        #expect(try journal.recover().consumers.first?.ahead == [])
    }

    @Test func `a forgotten consumer takes its failures with it, and its name is free in the same batch`() throws {
        let journal = try opened()
        var batch = JournalBatch()
        batch.failures = [FailureRecord(letter: Letter(consumer: 1, position: 11), count: 1, until: 0, history: [])]
        try journal.commit(batch)
        var again = ConsumerRecord(id: 2, principal: "p", name: "in", filter: ">", purpose: "", createdAt: 6, position: 1)
        var change = JournalBatch()
        change.forgottenConsumers = [1]
        change.consumers = [again]
        again.isPaused = true
        change.changedConsumers = [again]
        change.positions = [ConsumerPosition(id: 2, position: 3, ahead: [5...5])]
        try journal.commit(change)
        let state = try journal.recover()
        (again.position, again.ahead) = (3, [5...5])
        #expect(state.consumers == [again])
        #expect(state.failures.isEmpty)
    }

    @Test func `a consumer that is not there cannot change, and ranges must rise`() throws {
        let journal = try opened()
        let before = try journal.recover()
        var unknown = JournalBatch()
        unknown.positions = [ConsumerPosition(id: 1, position: 30)]
        unknown.changedConsumers = [ConsumerRecord(id: 9, principal: "p", name: "x", filter: "", purpose: "", createdAt: 0, position: 0)]
        var falling = JournalBatch()
        falling.positions = [ConsumerPosition(id: 1, position: 30, ahead: [50...60, 40...41])]
        for batch in [unknown, falling] {
            let error = #expect(throws: JournalError.self) { try journal.commit(batch) }
            #expect(error?.code == .misuse)
            #expect(try journal.recover().consumers == before.consumers)
        }
    }

    @Test func `ranges that nobody wrote are damage`() throws {
        try opened().close()
        try folder.execute("UPDATE consumer SET ahead = x'0180'")
        let journal = try SQLiteJournal(path: folder.journal)
        let error = #expect(throws: JournalError.self) { try journal.recover() }
        #expect(error?.code == .damaged)
    }
}
