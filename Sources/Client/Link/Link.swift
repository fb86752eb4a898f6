import Foundation
import Synchronization
import Wire
import ZeroMQ

/// A client's connection to its gateway: one thread that owns the socket, keeps the session open, and redials when it is lost.
final class Link: Sendable {
    let profile: Profile
    let client: String
    let wakeup: Wakeup
    private let isClosing = Mutex(false)
    private let isDone = Mutex<(isDone: Bool, waiters: [CheckedContinuation<Void, Never>])>((false, []))

    static let software = "cuakhau 0.1.0 (Swift)"

    init(profile: Profile, client: String) throws(ZeroMQError) {
        self.profile = profile
        self.client = client
        wakeup = try Wakeup()
    }

    func start(_ handler: any LinkHandler) {
        let thread = Thread { [self] in
            var failure: (any Error)?
            do {
                var loop = try LinkLoop(link: self, handler: handler)
                failure = loop.run()
            } catch {
                failure = error
            }
            handler.ended(failure)
            let waiters = isDone.withLock { state in
                state.isDone = true
                defer { state.waiters = [] }
                return state.waiters
            }
            for waiter in waiters { waiter.resume() }
        }
        thread.name = "link"
        thread.start()
    }

    /// There is something to send.
    func wake() { wakeup.signal() }

    /// Says goodbye after what is ready was sent, and ends the thread.
    func close() {
        isClosing.withLock { $0 = true }
        wakeup.signal()
    }

    var isToClose: Bool { isClosing.withLock { $0 } }

    func waitUntilEnded() async {
        await withCheckedContinuation { continuation in
            let isOver = isDone.withLock { state in
                if !state.isDone { state.waiters.append(continuation) }
                return state.isDone
            }
            if isOver { continuation.resume() }
        }
    }
}
