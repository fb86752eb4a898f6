import DequeModule
import SwiftProtobuf
import Synchronization
import Wire

/// A consumer's half of a link: subscribes, keeps deliveries until they are asked for, and sends acknowledgements.
final class Inbox: LinkHandler {
    private struct State {
        var buffer: Deque<Delivery> = []
        var window = DeliveryWindow()
        var waiters = Waiters<Void, Delivery?>()
        var isOpen = false
        var tellAt: Int64?
        var redelivered = 0
        var subscribedTypes: [String] = []
        /// Where the gateway had this consumer begin.
        var origin: UInt64?
        var failure: (any Error)?
        var hasEnded = false
        var subscriptionWaiters = Waiters<Void, Void>()
        var isSubscribed = false
    }

    private let settings: Consumer.Settings
    private let state = Mutex(State())
    let link: Link

    /// How long a single acknowledgement waits for company, in microseconds.
    private static let tellDelay: Int64 = 1_000
    private static let subscription: UInt32 = 1
    /// So many acknowledgements wait for no more company.
    private var tellCount: Int { max(1, settings.creditMessages / 8) }

    init(settings: Consumer.Settings, link: Link) {
        self.settings = settings
        self.link = link
    }

    // MARK: The application

    func next() async throws -> Delivery? {
        let ticket = state.withLock { $0.waiters.takeTicket() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result: Result<Delivery?, any Error>? = state.withLock { state in
                    if state.waiters.use(ticket) { return .success(nil) }
                    if let delivery = state.buffer.popFirst() {
                        state.window.handedOut(delivery.position)
                        return .success(delivery)
                    }
                    if let failure = state.failure { return .failure(failure) }
                    if state.hasEnded { return .success(nil) }
                    state.waiters.wait(ticket, continuation)
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            state.withLock { $0.waiters.cancel(ticket) }?.resume(returning: nil)
        }
    }

    func acknowledge(_ position: UInt64, recordedAt: Int64) {
        let isToWake = state.withLock { state in
            guard state.window.acknowledge(position, recordedAt: recordedAt) else { return false }
            return state.window.untold == 1 || state.window.untold == tellCount
        }
        if isToWake { link.wake() }
    }

    func waitUntilSubscribed() async throws {
        let ticket = state.withLock { $0.subscriptionWaiters.takeTicket() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let result: Result<Void, any Error>? = state.withLock { state in
                    if state.subscriptionWaiters.use(ticket) { return .failure(CancellationError()) }
                    if let failure = state.failure { return .failure(failure) }
                    if state.isSubscribed || state.hasEnded { return .success(()) }
                    state.subscriptionWaiters.wait(ticket, continuation)
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            state.withLock { $0.subscriptionWaiters.cancel(ticket) }?.resume(throwing: CancellationError())
        }
    }

    /// For tests: how many tasks are remembered.
    var waiterCount: Int { state.withLock { $0.waiters.count + $0.subscriptionWaiters.count } }

    var subscribedTypes: [String] { state.withLock { $0.subscribedTypes } }

    // MARK: LinkHandler

    func firstUnconfirmed() -> UInt64 { 0 }

    func opened(_ welcome: Welcome, now: Int64) {
        state.withLock { $0.isOpen = true }
    }

    private func subscribe(_ state: State) -> [UInt8] {
        var command = Subscribe()
        command.subscription = Self.subscription
        command.consumer = settings.name ?? ""
        command.filter = settings.filter
        command.purpose = settings.purpose
        command.creditMessages = UInt32(settings.creditMessages)
        command.creditBytes = UInt32(settings.creditBytes)
        command.start = start(state).command
        return [UInt8](command: .subscribe, command)
    }

    /// Where to begin, for a gateway that does not know this consumer: it goes on with a durable one whatever is said here.
    private func start(_ state: State) -> StartPosition {
        guard let origin = state.origin else { return settings.start }
        // A durable one is unknown only where the journal was restored to before it was made: from its start on there may be other messages.
        if settings.name != nil, settings.start != .now { return settings.start }
        // The gateway forgets an ephemeral one with its session: only this program knows where it is.
        return .position(max(origin, state.window.acknowledgedThrough + 1))
    }

    func received(_ command: CommandKind, payload: Range<Int>, frame: [UInt8], now: Int64) {
        switch command {
        case .deliver: deliver(payload, frame)
        case .subscribed: subscribed(payload, frame)
        case .error: refused(payload, frame)
        default: break
        }
    }

    private func deliver(_ payload: Range<Int>, _ frame: [UInt8]) {
        let messages = frame.withUnsafeBytes {
            DeliverReader(frame: $0, payload: $0.slice(payload.lowerBound, payload.count))?.messages ?? []
        }
        let handed: [(CheckedContinuation<Delivery?, any Error>, Delivery)] = state.withLock { state in
            var handed: [(CheckedContinuation<Delivery?, any Error>, Delivery)] = []
            for parts in messages {
                guard state.window.delivered(parts.position, recordedAt: parts.recordedAt) == .handOut else { continue }
                if parts.attempt > 1 { state.redelivered += 1 }
                let delivery = Delivery(frame: frame, parts: parts, inbox: self)
                if let waiter = state.waiters.popFirst() {
                    state.window.handedOut(parts.position)
                    handed.append((waiter, delivery))
                } else {
                    state.buffer.append(delivery)
                }
            }
            return handed
        }
        for (continuation, delivery) in handed { continuation.resume(returning: delivery) }
    }

    private func subscribed(_ payload: Range<Int>, _ frame: [UInt8]) {
        guard let command = try? Subscribed(serializedBytes: Array(frame[payload])) else { return }
        let waiters = state.withLock { state in
            state.subscribedTypes = command.types
            // Lower than before: the journal was restored to a state that ends before it.
            state.origin = min(state.origin ?? command.position, command.position)
            state.isSubscribed = true
            return state.subscriptionWaiters.popAll()
        }
        for waiter in waiters { waiter.resume() }
    }

    /// A refused subscription: passing trouble is tried again with the next session, the rest ends the consumer.
    private func refused(_ payload: Range<Int>, _ frame: [UInt8]) {
        guard let command = try? ErrorCommand(serializedBytes: Array(frame[payload])) else { return }
        let error = GatewayError(command)
        // UNKNOWN_SUBSCRIPTION answers acknowledgements that were on their way when the gateway ended the subscription.
        if error.code.isRetryable || error.code == GatewayErrorCode(.unknownSubscription) {
            state.withLock { $0.tellAt = nil }
            link.redial()
        } else {
            fail(error)
            link.close()
        }
    }

    func fill(now: Int64, send: ([UInt8]) -> Void) -> Int64? {
        let (hello, ranges, due): ([UInt8]?, [ClosedRange<UInt64>], Int64?) = state.withLock { state in
            if state.isOpen {
                state.isOpen = false
                return (subscribe(state), [], nil)
            }
            guard state.window.untold > 0 else { return (nil, [], nil) }
            let tellAt = state.tellAt ?? now + Self.tellDelay
            // Enough to be worth a frame, or waited long enough.
            guard state.window.untold >= tellCount || now >= tellAt || link.isToClose else {
                state.tellAt = tellAt
                return (nil, [], tellAt)
            }
            state.tellAt = nil
            return (nil, state.window.takeRanges(), nil)
        }
        if let hello { send(hello) }
        // A frame of many ranges stays well below the limit of bytes: cut it at a thousand.
        for start in stride(from: 0, to: ranges.count, by: 1_000) {
            send(AckCoding.frame(subscription: Self.subscription, ranges: Array(ranges[start..<min(start + 1_000, ranges.count)])))
        }
        return due
    }

    func lost(_ error: GatewayError?) -> Bool {
        state.withLock { state in
            state.isOpen = false
            state.tellAt = nil
            // What the application has not seen comes again.
            state.buffer.removeAll(keepingCapacity: true)
            state.window.lost()
        }
        guard let error else { return true }
        let isPassing: Set<GatewayErrorCode> = [.init(.helloRequired), .init(.shuttingDown), .init(.quotaExceeded), .init(.busy)]
        return isPassing.contains(error.code)
    }

    func ended(_ error: (any Error)?) {
        if let error { fail(error) }
        let (waiters, subscriptionWaiters) = state.withLock { state in
            state.hasEnded = true
            // Nothing tells the gateway of them any more: handed out, they would come twice.
            state.buffer.removeAll()
            return (state.waiters.popAll(), state.subscriptionWaiters.popAll())
        }
        for waiter in waiters { waiter.resume(returning: nil) }
        for waiter in subscriptionWaiters { waiter.resume() }
    }

    private func fail(_ error: any Error) {
        let (waiters, subscriptionWaiters) = state.withLock { state in
            if state.failure == nil { state.failure = error }
            return (state.waiters.popAll(), state.subscriptionWaiters.popAll())
        }
        for waiter in waiters { waiter.resume(throwing: error) }
        for waiter in subscriptionWaiters { waiter.resume(throwing: error) }
    }
}
