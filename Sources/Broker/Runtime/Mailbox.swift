import DequeModule
import Dispatch
import Synchronization

/// Work for one thread: any thread posts, the owner waits. First in, first out; but what is patient waits until nothing else does.
///
/// Not bounded by itself: the core posts one commit at a time, and readings up to a limit for each session.
final class Mailbox<Element: Sendable>: Sendable {
    private struct State {
        var queue: Deque<Element> = []
        var patient: Deque<Element> = []
        var isClosed = false

        mutating func popFirst() -> Element? { queue.popFirst() ?? patient.popFirst() }
    }

    private let state = Mutex(State())
    private let signal = DispatchSemaphore(value: 0)

    func post(_ element: Element, isPatient: Bool = false) {
        state.withLock { if isPatient { $0.patient.append(element) } else { $0.queue.append(element) } }
        signal.signal()
    }

    /// Lets the owner finish what is queued and then end.
    func close() {
        state.withLock { $0.isClosed = true }
        signal.signal()
    }

    /// The next element; nil when the mailbox is closed and empty, or when `timeout` passed.
    func wait(timeout: DispatchTime = .distantFuture) -> Received {
        while true {
            let received: Received? = state.withLock { state in
                if let element = state.popFirst() { return .element(element) }
                return state.isClosed ? .closed : nil
            }
            if let received { return received }
            if signal.wait(timeout: timeout) == .timedOut { return .timedOut }
        }
    }

    enum Received {
        case element(Element)
        case timedOut
        case closed
    }
}
