import Foundation
import Synchronization
import Wire
import ZeroMQ

/// A client's connection to its gateway: one thread that owns the socket, keeps the session open, and redials when it is lost.
final class Link: Sendable {
    let profile: Profile
    let client: String
    let wakeup: Wakeup
    /// Makes the socket of a session: another one for tests.
    let dial: Dial
    private let clock = Mutex<GatewayClock?>(nil)
    private let request = Mutex(Request.none)
    private let isDone = Mutex<(isDone: Bool, waiters: [CheckedContinuation<Void, Never>])>((false, []))

    typealias Dial = @Sendable (Context, Profile, Wakeup) throws(ZeroMQError) -> DealerConnection

    private enum Request {
        case none
        case redial
        case close
    }

    static let software = "cuakhau 0.1.0 (Swift)"

    init(profile: Profile, client: String, dial: @escaping Dial = DealerConnection.init) throws(ZeroMQError) {
        self.dial = dial
        self.profile = profile
        self.client = client
        wakeup = try Wakeup()
    }

    func start(_ handler: any LinkHandler) {
        let thread = Thread { [self] in
            ThreadName.set("link")
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
        thread.start()
    }

    /// The gateway's clock as the latest session began; nil: there was none yet.
    var gatewayClock: GatewayClock? {
        get { clock.withLock { $0 } }
        set { clock.withLock { $0 = newValue } }
    }

    /// There is something to send.
    func wake() { wakeup.signal() }

    /// Says goodbye after what is ready was sent, and ends the thread.
    func close() {
        request.withLock { $0 = .close }
        wakeup.signal()
    }

    /// Ends the session and dials again after a pause.
    func redial() {
        request.withLock { if case .none = $0 { $0 = .redial } }
        wakeup.signal()
    }

    var isToClose: Bool { request.withLock { if case .close = $0 { true } else { false } } }

    func takeRedial() -> Bool {
        request.withLock { request in
            guard case .redial = request else { return false }
            request = .none
            return true
        }
    }

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
