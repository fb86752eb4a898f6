import DequeModule

/// Tasks that wait for something, in the order in which they came; each can be cancelled for itself.
///
/// A task takes a ticket first, so that a cancellation finds it at every moment: before it waits, while it does, and after its answer, when
/// there is nothing left to do and nothing to remember. Guarded by its owner's lock; continuations are resumed outside of it.
struct Waiters<Subject, Value: Sendable> {
    typealias Continuation = CheckedContinuation<Value, any Error>

    private var waiting: Deque<(ticket: UInt64, subject: Subject, continuation: Continuation)> = []
    /// Tickets that were taken and are not used yet; true: cancelled meanwhile.
    private var unused: [UInt64: Bool] = [:]
    private var lastTicket: UInt64 = 0

    var isEmpty: Bool { waiting.isEmpty }
    /// For tests: how much is kept.
    var count: Int { waiting.count + unused.count }

    mutating func takeTicket() -> UInt64 {
        lastTicket += 1
        unused[lastTicket] = false
        return lastTicket
    }

    /// Uses a ticket.
    ///
    /// - Returns: Whether its task was cancelled already.
    mutating func use(_ ticket: UInt64) -> Bool { unused.removeValue(forKey: ticket) ?? false }

    mutating func wait(_ ticket: UInt64, for subject: Subject, _ continuation: Continuation) {
        waiting.append((ticket, subject, continuation))
    }

    /// The task with this ticket was cancelled.
    ///
    /// - Returns: What to resume, where it waits.
    mutating func cancel(_ ticket: UInt64) -> Continuation? {
        if let index = waiting.firstIndex(where: { $0.ticket == ticket }) { return waiting.remove(at: index).continuation }
        if unused[ticket] != nil { unused[ticket] = true }
        return nil
    }

    mutating func popFirst() -> Continuation? { waiting.popFirst()?.continuation }

    mutating func popAll() -> [Continuation] {
        defer { waiting.removeAll() }
        return waiting.map(\.continuation)
    }

    /// Takes those out whose subject is decided.
    mutating func popAll(where isDecided: (Subject) -> Bool) -> [Continuation] {
        var decided: [Continuation] = []
        var others: Deque<(ticket: UInt64, subject: Subject, continuation: Continuation)> = []
        for waiter in waiting {
            if isDecided(waiter.subject) { decided.append(waiter.continuation) } else { others.append(waiter) }
        }
        waiting = others
        return decided
    }
}

extension Waiters where Subject == Void {
    mutating func wait(_ ticket: UInt64, _ continuation: Continuation) { wait(ticket, for: (), continuation) }
}
