import Testing

@testable import Journal

@Suite struct LetterTests {
    private let folder = Folder()

    /// A journal with four messages and two consumers.
    private func opened(options: SQLiteJournal.Options = .init()) throws -> SQLiteJournal {
        let journal = try SQLiteJournal(path: folder.journal, options: options)
        _ = try journal.recover()
        var batch = JournalBatch((1...4).map { Note(sequence: $0, time: Int64($0), isExercise: $0 == 2, body: [UInt8($0), 9]) }, first: 1)
        batch.consumers = (1...2).map {
            ConsumerRecord(id: $0, principal: "p", name: "c\($0)", filter: ">", purpose: "", createdAt: 0, position: 1)
        }
        try journal.commit(batch)
        return journal
    }

    private func failure(_ consumer: UInt32, _ position: UInt64, count: UInt32 = 1) -> FailureRecord {
        FailureRecord(letter: Letter(consumer: consumer, position: position), count: count, until: -5, history: [1, UInt8(count)])
    }

    private func commit(_ journal: SQLiteJournal, _ change: (inout JournalBatch) -> Void) throws {
        var batch = JournalBatch()
        change(&batch)
        try journal.commit(batch)
    }

    // MARK: Failures

    @Test func `failures are kept, replaced and let go of`() throws {
        let journal = try opened()
        try commit(journal) { $0.failures = [failure(2, 3), failure(1, 4), failure(1, 2), failure(1, 2, count: 2)] }
        #expect(try journal.recover().failures == [failure(1, 2, count: 2), failure(1, 4), failure(2, 3)])
        try commit(journal) {
            $0.failures = [failure(1, 4, count: 7)]
            // One that never failed may be recovered too.
            $0.recovered = [Letter(consumer: 1, position: 2), Letter(consumer: 1, position: 1)]
        }
        try journal.close()
        #expect(try SQLiteJournal(path: folder.journal).recover().failures == [failure(1, 4, count: 7), failure(2, 3)])
    }

    // MARK: Dead letters

    @Test func `a message of the same batch can die, and its failures go`() throws {
        let journal = try opened()
        var batch = JournalBatch([Note(sequence: 5, time: 9, body: [5, 5])], first: 5)
        batch.failures = [failure(1, 5), failure(1, 2)]
        batch.deadLetters = [.example(1, 5, keyHash: .max), .example(1, 2, isBlocking: true)]
        try journal.commit(batch)
        try journal.close()
        let opened = try SQLiteJournal(path: folder.journal)
        let state = try opened.recover()
        #expect(state.failures.isEmpty)
        #expect(
            state.deadLetters == [
                DeadLetterState(letter: Letter(consumer: 1, position: 5), keyHash: .max, isBlocking: false, isRetrying: false),
                DeadLetterState(letter: Letter(consumer: 1, position: 2), keyHash: 0, isBlocking: true, isRetrying: false),
            ]
        )
        let page = try opened.makeReader().deadLetters(DeadLetterQuery())
        #expect(page.next == nil)
        #expect(page.letters.map(\.message.position) == [5, 2])
        let second = try #require(page.letters.last)
        #expect(second.attempts == 3)
        #expect(second.at == 1_000)
        #expect(second.history == [7, 7])
        #expect(second.isBlocking)
        #expect(!second.isRetrying)
        #expect(second.message.isExercise)
        #expect(second.message.recordedAt == 2)
        #expect(second.message.client == 1)
        #expect(second.message.type == 1)
        #expect(second.message.clientSequence == 2)
        #expect(second.message.idHigh == 1 << 32)
        #expect(second.message.idLow == 2)
        #expect(Array(page.bytes[second.message.key.range]) == Array("key".utf8))
        #expect(Array(page.bytes[second.message.body.range]) == [2, 9])
    }

    @Test func `a dead letter is tried again, dies again, and keeps its place`() throws {
        let journal = try opened()
        let letter = Letter(consumer: 1, position: 2)
        try commit(journal) { $0.deadLetters = [.example(1, 2, isBlocking: true), .example(1, 3)] }
        try commit(journal) { $0.failures = [failure(1, 2)] }
        try commit(journal) { $0.retried = [letter] }
        var state = try journal.recover()
        #expect(state.failures.isEmpty)
        #expect(state.deadLetters.first == DeadLetterState(letter: letter, keyHash: 0, isBlocking: false, isRetrying: true))
        #expect(try journal.makeReader().deadLetters(DeadLetterQuery()).letters.first?.isRetrying == true)

        try commit(journal) { $0.failures = [failure(1, 2)] }
        try commit(journal) {
            $0.deadLetters = [DeadLetterRecord(letter: letter, attempts: 9, at: 77, history: [8], keyHash: 6, isBlocking: true)]
        }
        state = try journal.recover()
        #expect(state.failures.isEmpty)
        #expect(state.deadLetters.map(\.letter.position) == [2, 3])
        #expect(state.deadLetters.first == DeadLetterState(letter: letter, keyHash: 6, isBlocking: true, isRetrying: false))
        let again = try #require(try journal.makeReader().deadLetters(DeadLetterQuery()).letters.first)
        #expect(again.attempts == 9)
        #expect(again.at == 77)
        #expect(again.history == [8])
    }

    @Test func `a dead letter that is resolved is gone, with its failures`() throws {
        let journal = try opened()
        try commit(journal) { $0.deadLetters = [.example(1, 2), .example(2, 2)] }
        try commit(journal) { $0.retried = [Letter(consumer: 1, position: 2)] }
        try commit(journal) { $0.failures = [failure(1, 2), failure(2, 4)] }
        try commit(journal) { $0.resolved = [Letter(consumer: 1, position: 2)] }
        let state = try journal.recover()
        #expect(state.deadLetters.map(\.letter) == [Letter(consumer: 2, position: 2)])
        #expect(state.failures == [failure(2, 4)])
    }

    @Test func `a dead letter outlives its message, and can die again without it`() throws {
        var journal = try opened()
        try commit(journal) { $0.deadLetters = [.example(1, 2)] }
        try journal.close()
        try folder.execute("DELETE FROM message WHERE position <= 3")
        journal = try SQLiteJournal(path: folder.journal)
        _ = try journal.recover()
        let reader = try journal.makeReader()
        func positions(_ consumer: UInt32?) throws -> [UInt64] { try reader.messages(at: [1, 2, 4, 9], consumer: consumer).entries.map(\.position) }
        #expect(try positions(nil) == [4])
        #expect(try positions(2) == [4])
        #expect(try positions(1) == [2, 4])
        let segment = try reader.messages(at: [2], consumer: 1)
        #expect(segment.entries.first?.isExercise == true)
        #expect(segment.entries.map { Array(segment.bytes[$0.body.range]) } == [[2, 9]])
        #expect(segment.entries.map { Array(segment.bytes[$0.key.range]) } == [Array("key".utf8)])

        try commit(journal) { $0.retried = [Letter(consumer: 1, position: 2)] }
        try commit(journal) { $0.deadLetters = [.example(1, 2, isBlocking: true)] }
        let page = try reader.deadLetters(DeadLetterQuery())
        #expect(page.letters.map(\.isBlocking) == [true])
        #expect(page.letters.map { Array(page.bytes[$0.message.body.range]) } == [[2, 9]])
        try commit(journal) { $0.resolved = [Letter(consumer: 1, position: 2)] }
        #expect(try positions(1) == [4])
    }

    @Test func `messages are read in the order of the positions asked for`() throws {
        let reader = try opened().makeReader()
        let segment = try reader.messages(at: [4, 1, 3], consumer: 1)
        #expect(segment.entries.map(\.position) == [4, 1, 3])
        #expect(segment.entries.map { segment.bytes[$0.body.range].first } == [4, 1, 3])
        #expect(try reader.messages(at: [], consumer: nil).entries.isEmpty)
    }

    // MARK: All or nothing

    @Test func `a batch with a mistake leaves nothing`() throws {
        let journal = try opened()
        try commit(journal) {
            $0.deadLetters = [.example(1, 1), .example(1, 2)]
            $0.failures = [failure(2, 2)]
        }
        var before = try journal.recover()
        let mistakes: [(inout JournalBatch) -> Void] = [
            { $0.failures.append(failure(9, 1)) },
            { $0.deadLetters.append(.example(9, 1)) },
            { $0.deadLetters.append(.example(1, 99)) },
            { $0.retried.append(Letter(consumer: 1, position: 4)) },
            { $0.retried.append(Letter(consumer: 2, position: 1)) },
            { $0.resolved.append(Letter(consumer: 2, position: 4)) },
            { $0.resolved.append(Letter(consumer: 1, position: 2)) },
            { $0.forgottenConsumers = [1] },
        ]
        for (number, mistake) in mistakes.enumerated() {
            var batch = JournalBatch([Note(sequence: 5, time: 9, body: [])], first: 5)
            batch.consumers = [ConsumerRecord(id: 3, principal: "p", name: "c3", filter: "", purpose: "", createdAt: 0, position: 1)]
            batch.positions = [ConsumerPosition(id: 2, position: 4, ahead: [6...9])]
            batch.failures = [failure(2, 3)]
            batch.recovered = [Letter(consumer: 2, position: 2)]
            batch.deadLetters = [.example(2, 3), .example(1, 2, isBlocking: true)]
            batch.retried = [Letter(consumer: 1, position: 1)]
            batch.resolved = [Letter(consumer: 1, position: 2)]
            mistake(&batch)
            let error = #expect(throws: JournalError.self, "mistake \(number)") { try journal.commit(batch) }
            #expect(error?.code == .misuse, "mistake \(number)")
            before.incarnation += 1
            #expect(try journal.recover() == before, "mistake \(number)")
        }
    }

    @Test func `a consumer can be forgotten once its dead letters are resolved`() throws {
        let journal = try opened()
        try commit(journal) { $0.deadLetters = [.example(1, 1)] }
        try commit(journal) { $0.resolved = [Letter(consumer: 1, position: 1)] }
        try commit(journal) { $0.forgottenConsumers = [1] }
        #expect(try journal.recover().consumers.map(\.id) == [2])
    }

    @Test func `a full disk keeps nothing of a batch's letters`() throws {
        let journal = try opened(options: .init(pageCountMax: 30))
        try commit(journal) { $0.deadLetters = [.example(1, 1)] }
        var before = try journal.recover()
        let error = #expect(throws: JournalError.self) {
            try commit(journal) {
                $0.positions = [ConsumerPosition(id: 1, position: 2, ahead: [4...4])]
                $0.failures = [failure(2, 1)]
                $0.retried = [Letter(consumer: 1, position: 1)]
                $0.deadLetters = [
                    DeadLetterRecord(
                        letter: Letter(consumer: 1, position: 3),
                        attempts: 1,
                        at: 0,
                        history: [UInt8](repeating: 1, count: 200_000),
                        keyHash: 0,
                        isBlocking: false
                    )
                ]
            }
        }
        #expect(error?.code == .storageFull)
        before.incarnation += 1
        #expect(try journal.recover() == before)
        try commit(journal) { $0.retried = [Letter(consumer: 1, position: 1)] }
        #expect(try journal.recover().deadLetters.map(\.isRetrying) == [true])
    }
}
