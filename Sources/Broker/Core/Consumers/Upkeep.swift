import Journal
import SwiftProtobuf
import Wire

/// What the journal has to hear of failures and dead letters. Nobody's confirm waits for it: it rides along with the next batch, or goes after
/// a few milliseconds; and where a batch could not be stored, it goes with a later one.
struct Upkeep {
    private(set) var failures: [Letter: FailureRecord] = [:]
    private(set) var recovered: Set<Letter> = []
    private(set) var deadLetters: [Letter: DeadLetterRecord] = [:]
    private(set) var retried: Set<Letter> = []
    private(set) var resolved: Set<Letter> = []
    private(set) var discarded: Set<Letter> = []
    /// Subjects whose keys are to be destroyed.
    private(set) var erasures: [Erasure] = []
    /// The gateway's own messages about these, and about administrative acts.
    private(set) var notices: [Notice] = []

    var isEmpty: Bool {
        failures.isEmpty && recovered.isEmpty && deadLetters.isEmpty && retried.isEmpty && resolved.isEmpty && discarded.isEmpty && notices.isEmpty
            && erasures.isEmpty
    }

    mutating func append(failure: Failures, _ consumer: UInt32, _ position: UInt64) {
        let letter = Letter(consumer: consumer, position: position)
        recovered.remove(letter)
        failures[letter] = FailureRecord(letter: letter, count: failure.count, until: failure.until, history: failure.encoded)
    }

    mutating func append(recovered consumer: UInt32, _ position: UInt64) {
        let letter = Letter(consumer: consumer, position: position)
        failures[letter] = nil
        recovered.insert(letter)
    }

    mutating func append(dead: ConsumerState.DeadLetter, _ failures: Failures, _ consumer: UInt32, _ position: UInt64) {
        let letter = Letter(consumer: consumer, position: position)
        self.failures[letter] = nil
        deadLetters[letter] = DeadLetterRecord(
            letter: letter,
            attempts: failures.count,
            at: failures.history.last?.at ?? 0,
            history: failures.encoded,
            keyHash: dead.keyHash,
            isBlocking: dead.isBlocking
        )
    }

    mutating func append(retried consumer: UInt32, _ position: UInt64) { retried.insert(Letter(consumer: consumer, position: position)) }

    mutating func append(resolved consumer: UInt32, _ position: UInt64) {
        let letter = Letter(consumer: consumer, position: position)
        failures[letter] = nil
        resolved.insert(letter)
    }

    mutating func append(_ notice: Notice) { notices.append(notice) }

    mutating func append(_ erasure: Erasure) { erasures.append(erasure) }

    mutating func append(discarded consumer: UInt32, _ position: UInt64) { discarded.insert(Letter(consumer: consumer, position: position)) }

    /// A consumer is gone, and everything of it.
    mutating func forget(_ consumer: UInt32) {
        failures = failures.filter { $0.key.consumer != consumer }
        recovered = recovered.filter { $0.consumer != consumer }
        deadLetters = deadLetters.filter { $0.key.consumer != consumer }
        retried = retried.filter { $0.consumer != consumer }
        resolved = resolved.filter { $0.consumer != consumer }
        discarded = discarded.filter { $0.consumer != consumer }
    }

    /// What came after this, which could not be stored. A message is in one state at a time, and none is left before it is on disk: no letter
    /// is in both twice over.
    mutating func merge(_ later: Upkeep) {
        failures.merge(later.failures) { $1 }
        recovered.formUnion(later.recovered)
        deadLetters.merge(later.deadLetters) { $1 }
        retried.formUnion(later.retried)
        resolved.formUnion(later.resolved)
        discarded.formUnion(later.discarded)
        notices += later.notices
        erasures += later.erasures
    }

    /// Forgets what tells of requests that were refused because they could not be stored. Erasures stay: whoever asked for one wants it done.
    mutating func dropRequests() { notices.removeAll(where: \.isOfRequest) }

    func write(to batch: inout JournalBatch) {
        batch.failures = failures.values.sorted { Self.precedes($0.letter, $1.letter) }
        batch.recovered = recovered.sorted(by: Self.precedes)
        batch.deadLetters = deadLetters.values.sorted { Self.precedes($0.letter, $1.letter) }
        batch.retried = retried.sorted(by: Self.precedes)
        batch.resolved = resolved.sorted(by: Self.precedes)
        batch.discarded = discarded.sorted(by: Self.precedes)
        batch.erasures = erasures
    }

    /// The order makes batches the same in every run.
    private static func precedes(_ left: Letter, _ right: Letter) -> Bool {
        (left.consumer, left.position) < (right.consumer, right.position)
    }
}
