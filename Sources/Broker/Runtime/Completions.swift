import Journal
import Synchronization
import ZeroMQ

/// What other threads tell the router thread.
enum Completion: Sendable {
    case committed(UInt64, erased: [Bool])
    case commitFailed(UInt64, JournalError)
    case removed(RetentionOutcome)
    case removalFailed(JournalError)
    case read(ReaderAnswer)
    case stop
}

/// The locked queue through which they do, with one wake for as many as are queued.
final class Completions: Sendable {
    private let queue = Mutex<[Completion]>([])
    let wakeup: Wakeup

    init() throws(ZeroMQError) {
        wakeup = try Wakeup()
    }

    func post(_ completion: Completion) {
        queue.withLock { $0.append(completion) }
        wakeup.signal()
    }

    func take() -> [Completion] {
        wakeup.drain()
        return queue.withLock { queue in
            defer { queue.removeAll(keepingCapacity: true) }
            return queue
        }
    }
}
