import Synchronization

/// The messages of one call, and what has become of them so far. Guarded by the handler's lock.
final class DirectBatch: @unchecked Sendable {
    // Safe because every property but `messages` is touched under the lock of the one DirectHandler that it was given to.
    let messages: [OutgoingMessage]
    var outcomes: [PublishOutcome?]
    var unanswered: Int
    /// How many of the messages have a sequence, or need none.
    var admitted = 0
    var continuation: CheckedContinuation<[PublishOutcome], any Error>?
    var isCancelled = false

    init(_ messages: [OutgoingMessage]) {
        self.messages = messages
        outcomes = Array(repeating: nil, count: messages.count)
        unanswered = messages.count
    }

    /// - Returns: All outcomes, where this was the last one.
    func settle(_ index: Int, _ outcome: PublishOutcome) -> [PublishOutcome]? {
        outcomes[index] = outcome
        unanswered -= 1
        return unanswered == 0 ? outcomes.compactMap { $0 } : nil
    }
}
