import Journal

/// What a journal promises of failures and dead letters, in memory and in the plainest way: see ``ModelJournal``.
struct ModelLetters: Equatable {
    struct Dead: Equatable {
        /// Rises; never given anew.
        let id: UInt64
        let message: ModelJournal.Message
        var record: DeadLetterRecord
        /// Unlike the record's, gone once it is tried again.
        var isBlocking: Bool
        var isRetrying = false
    }

    private(set) var failures: [Letter: FailureRecord] = [:]
    /// In the order in which they died first.
    private(set) var dead: [Dead] = []
    private var lastID: UInt64 = 0

    func deadLetter(_ letter: Letter) -> Dead? { dead.first { $0.record.letter == letter } }

    /// In the order of consumers and positions.
    var sortedFailures: [FailureRecord] {
        failures.values.sorted { ($0.letter.consumer, $0.letter.position) < ($1.letter.consumer, $1.letter.position) }
    }

    var states: [DeadLetterState] {
        dead.map {
            DeadLetterState(letter: $0.record.letter, keyHash: $0.record.keyHash, isBlocking: $0.isBlocking, isRetrying: $0.isRetrying)
        }
    }

    /// Before anything else of a batch's.
    mutating func forget(_ consumer: UInt32) throws(JournalError) {
        guard !dead.contains(where: { $0.record.letter.consumer == consumer }) else {
            throw JournalError(.misuse, "a consumer is forgotten that has dead letters")
        }
        failures = failures.filter { $0.key.consumer != consumer }
    }

    /// - Parameters:
    ///   - consumers: Those there are with the batch.
    ///   - lastPosition: With the batch's messages.
    ///   - stored: What is in the log at a position, the batch's messages among it.
    mutating func write(
        _ batch: JournalBatch,
        consumers: Set<UInt32>,
        lastPosition: UInt64,
        stored: (UInt64) -> ModelJournal.Message?
    ) throws(JournalError) {
        for failure in batch.failures { try write(failure, consumers: consumers, lastPosition: lastPosition) }
        for letter in batch.recovered { failures[letter] = nil }
        for record in batch.deadLetters {
            guard consumers.contains(record.letter.consumer) else { throw JournalError(.misuse, "a dead letter of no consumer") }
            try write(record, stored: stored)
        }
        for letter in batch.retried {
            let index = try index(of: letter)
            dead[index].isRetrying = true
            dead[index].isBlocking = false
            failures[letter] = nil
        }
        for letter in batch.resolved + batch.discarded {
            dead.remove(at: try index(of: letter))
            failures[letter] = nil
        }
    }

    private mutating func write(_ failure: FailureRecord, consumers: Set<UInt32>, lastPosition: UInt64) throws(JournalError) {
        let letter = failure.letter
        guard consumers.contains(letter.consumer) else { throw JournalError(.misuse, "a failure of no consumer") }
        guard letter.position > 0, letter.position <= lastPosition else { throw JournalError(.misuse, "a failure of no message") }
        guard failure.count >= failures[letter]?.count ?? 0 else { throw JournalError(.misuse, "a failure's count falls") }
        guard deadLetter(letter)?.isRetrying ?? true else { throw JournalError(.misuse, "a dead letter fails that is not tried again") }
        failures[letter] = failure
    }

    private mutating func write(_ record: DeadLetterRecord, stored: (UInt64) -> ModelJournal.Message?) throws(JournalError) {
        failures[record.letter] = nil
        if let index = dead.firstIndex(where: { $0.record.letter == record.letter }) {
            dead[index].record = record
            dead[index].isBlocking = record.isBlocking
            dead[index].isRetrying = false
            return
        }
        guard let message = stored(record.letter.position) else { throw JournalError(.misuse, "a dead letter without a message") }
        lastID += 1
        dead.append(Dead(id: lastID, message: message, record: record, isBlocking: record.isBlocking))
    }

    private func index(of letter: Letter) throws(JournalError) -> Int {
        guard let index = dead.firstIndex(where: { $0.record.letter == letter }) else {
            throw JournalError(.misuse, "a letter is tried again or resolved that is not dead")
        }
        return index
    }
}
