import DequeModule
import SwiftProtobuf
import Synchronization
import Wire

/// A consumer's half of a link: subscribes, keeps deliveries until they are asked for, and sends answers.
final class Inbox: LinkHandler {
    private struct State {
        var buffer: Deque<Delivery> = []
        var window = ConsumerWindow()
        var waiters = Waiters<Void, Delivery?>()
        /// When to subscribe; nil: it is done, or there is no session.
        var subscribeAt: Int64?
        var tellAt: Int64?
        var subscribedTypes: [String] = []
        /// Where the gateway had this consumer begin.
        var origin: UInt64?
        var replay = ReplayProgress()
        var failure: (any Error)?
        var hasEnded = false
        var subscriptionWaiters = Waiters<Void, Void>()
        var isSubscribed = false
    }

    private let settings: Consumer.Settings
    /// Nil: a consumer.
    private let replay: Replay.Settings?
    private let state = Mutex(State())
    let link: Link
    /// The link's clock, in microseconds: another one for tests.
    private let clock: @Sendable () -> Int64

    /// How long a single answer waits for company, in microseconds.
    private static let tellDelay: Int64 = 1_000
    /// How long a replay waits at least where too many run.
    private static let busyDelay: Int64 = 100_000
    private static let subscription: UInt32 = 1
    /// So many answers wait for no more company.
    private var tellCount: Int { max(1, settings.creditMessages / 8) }

    init(settings: Consumer.Settings, replay: Replay.Settings? = nil, link: Link, clock: @escaping @Sendable () -> Int64 = LinkLoop.now) {
        self.settings = settings
        self.replay = replay
        self.link = link
        self.clock = clock
    }

    // MARK: The application

    func next() async throws -> Delivery? {
        let ticket = state.withLock { $0.waiters.takeTicket() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (result, isToWake): (Result<Delivery?, any Error>?, Bool) = state.withLock { state in
                    if state.waiters.use(ticket) { return (.success(nil), false) }
                    let wasBegunDue = state.window.isBegunDue
                    while var delivery = state.buffer.popFirst() {
                        guard state.window.handOut(&delivery.receipt, now: clock()) else { continue }
                        return (.success(delivery), state.window.isBegunDue && !wasBegunDue)
                    }
                    if let failure = state.failure { return (.failure(failure), false) }
                    if state.hasEnded { return (.success(nil), false) }
                    if Self.isOver(state) {
                        state.replay.isFinished = true
                        return (.success(nil), false)
                    }
                    state.waiters.wait(ticket, continuation)
                    return (nil, false)
                }
                if isToWake { link.wake() }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            state.withLock { $0.waiters.cancel(ticket) }?.resume(returning: nil)
        }
    }

    /// What is here already.
    func takeReady(countMax: Int) -> [Delivery] {
        let (ready, isToWake) = state.withLock { state in
            let wasBegunDue = state.window.isBegunDue
            var ready: [Delivery] = []
            while ready.count < countMax, var delivery = state.buffer.popFirst() {
                if state.window.handOut(&delivery.receipt, now: clock()) { ready.append(delivery) }
            }
            return (ready, state.window.isBegunDue && !wasBegunDue)
        }
        if isToWake { link.wake() }
        return ready
    }

    func acknowledge(_ receipt: DeliveryReceipt) { answer { $0.acknowledge(receipt, now: clock()) } }

    func acknowledge(through receipt: DeliveryReceipt) { answer { $0.acknowledge(through: receipt, now: clock()) } }

    func answer(_ answer: MessageAnswer, to receipt: DeliveryReceipt) { self.answer { $0.answer(answer, to: receipt, now: clock()) } }

    /// Wakes the link for the first answer that waits, and when there are enough of them to wait for no more.
    private func answer(_ answer: (inout ConsumerWindow) -> Void) {
        let (isToWake, finished) = state.withLock { state in
            let before = state.window.untold
            answer(&state.window)
            let isToWake = [1, tellCount].contains { before < $0 && state.window.untold >= $0 }
            return (isToWake, Self.takeFinished(&state))
        }
        if isToWake { link.wake() }
        for waiter in finished { waiter.resume(returning: nil) }
    }

    // MARK: Replays

    /// Whether a replay is at its end: all of it was delivered and handed out, and nothing that was failed or given back comes again.
    private static func isOver(_ state: State) -> Bool {
        state.replay.isFinished || (state.replay.isDelivered && state.buffer.isEmpty && !state.window.hasReturned)
    }

    /// The tasks that wait for a delivery of a replay that is at its end.
    private static func takeFinished(_ state: inout State) -> [CheckedContinuation<Delivery?, any Error>] {
        guard isOver(state), !state.waiters.isEmpty else { return [] }
        state.replay.isFinished = true
        return state.waiters.popAll()
    }

    /// Where a replay is to go on; nil: not known yet.
    var replayPosition: UInt64? {
        state.withLock { state in
            guard let origin = state.origin, let through = state.replay.through else {
                return switch settings.start {
                case .beginning: 1
                case .position(let position): position
                case .now, .time: nil
                }
            }
            let isDone = Self.isOver(state) && state.replay.isDelivered && state.window.isSettled
            return max(origin, isDone ? through + 1 : state.window.settledPosition)
        }
    }

    var consumerOrigin: UInt64? { state.withLock { $0.origin } }

    var replayThrough: UInt64? { state.withLock { $0.replay.through } }

    // MARK: Looking

    /// Answers that came too late.
    var lateCount: Int { state.withLock { $0.window.lateCount } }

    /// How long a lease is, as the gateway said; nil: as long as the session, or not subscribed yet.
    var lease: Duration? { state.withLock { $0.window.lease > 0 ? .microseconds($0.window.lease) : nil } }

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

    /// For tests: whether a task waits for a delivery.
    var isWaitedFor: Bool { state.withLock { !$0.waiters.isEmpty } }

    /// For tests: how many tasks are remembered.
    var waiterCount: Int { state.withLock { $0.waiters.count + $0.subscriptionWaiters.count } }

    var subscribedTypes: [String] { state.withLock { $0.subscribedTypes } }

    // MARK: LinkHandler

    func firstUnconfirmed() -> UInt64 { 0 }

    func opened(_ welcome: Welcome, now: Int64) {
        state.withLock { $0.subscribeAt = now }
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
        if let settings = settings.wire { command.settings = settings }
        command.approval = settings.approval ?? 0
        if let replay { command.replay = replay.command(through: state.replay.through) }
        return [UInt8](command: .subscribe, command)
    }

    /// Where to begin, for a gateway that does not know this consumer: it goes on with a durable one whatever is said here.
    private func start(_ state: State) -> StartPosition {
        guard let origin = state.origin else { return settings.start }
        // A durable one is unknown only where the journal was restored to before it was made: from its start on there may be other messages.
        if settings.name != nil, settings.start != .now { return settings.start }
        // The gateway forgets an ephemeral one with its session: only this program knows where it is.
        return .position(max(origin, state.window.resumePosition))
    }

    func received(_ command: CommandKind, payload: Range<Int>, frame: [UInt8], now: Int64) {
        switch command {
        case .deliver: deliver(payload, frame, now)
        case .ackRefused: answersRefused(payload, frame)
        case .subscribed: subscribed(payload, frame)
        case .error: refused(payload, frame, now)
        default: break
        }
    }

    private func deliver(_ payload: Range<Int>, _ frame: [UInt8], _ now: Int64) {
        let command = frame.withUnsafeBytes { DeliverReader(frame: $0, payload: $0.slice(payload.lowerBound, payload.count)) }
        guard let command else { return }
        var messages = command.messages
        // Under leases a frame may begin with what comes again. The window joins neighbours by their order.
        if command.lease > 0 { messages.sort { $0.position < $1.position } }
        let (handed, finished) = state.withLock { state in
            if command.lease > 0 { dropExpired(&state, now) }
            var handed: [(CheckedContinuation<Delivery?, any Error>, Delivery)] = []
            for parts in messages {
                guard
                    let receipt = state.window.delivered(parts.position, recordedAt: parts.recordedAt, lease: command.lease, now: now)
                else { continue }
                state.buffer.append(Delivery(frame: frame, parts: parts, receipt: receipt, isReplay: command.isReplay, inbox: self))
                guard !state.waiters.isEmpty else { continue }
                while var delivery = state.buffer.popFirst() {
                    guard state.window.handOut(&delivery.receipt, now: now), let waiter = state.waiters.popFirst() else { continue }
                    handed.append((waiter, delivery))
                    break
                }
            }
            if command.hasEnded { state.replay.isDelivered = true }
            return (handed, Self.takeFinished(&state))
        }
        for (continuation, delivery) in handed { continuation.resume(returning: delivery) }
        for waiter in finished { waiter.resume(returning: nil) }
    }

    /// Prefetched messages that the gateway has taken back make room: it delivers as many anew.
    private func dropExpired(_ state: inout State, _ now: Int64) {
        while let first = state.buffer.first, now >= first.receipt.due { state.buffer.removeFirst() }
    }

    private func answersRefused(_ payload: Range<Int>, _ frame: [UInt8]) {
        guard let command = try? AckRefused(serializedBytes: Array(frame[payload])) else { return }
        state.withLock { state in
            for range in command.ranges where range.first <= range.last {
                state.window.refused(LeaseRange(range.first...range.last, lease: range.lease))
            }
        }
    }

    private func subscribed(_ payload: Range<Int>, _ frame: [UInt8]) {
        guard let command = try? Subscribed(serializedBytes: Array(frame[payload])) else { return }
        let waiters = state.withLock { state in
            state.subscribedTypes = command.types
            state.window.subscribed(command)
            // Lower than before: the journal was restored to a state that ends before it.
            state.origin = min(state.origin ?? command.position, command.position)
            state.isSubscribed = true
            if replay != nil { state.replay.through = command.through }
            return state.subscriptionWaiters.popAll()
        }
        for waiter in waiters { waiter.resume() }
    }

    /// A refused subscription: passing trouble is tried again with the next session, the rest ends the consumer.
    private func refused(_ payload: Range<Int>, _ frame: [UInt8], _ now: Int64) {
        guard let command = try? ErrorCommand(serializedBytes: Array(frame[payload])) else { return }
        let error = GatewayError(command)
        // Too many replays run: this session waits for one to end.
        if replay != nil, error.code == GatewayErrorCode(.busy) {
            return state.withLock { $0.subscribeAt = now + max(Self.busyDelay, Int64(command.retryAfterMs) * 1_000) }
        }
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
        let (frames, due): ([[UInt8]], Int64?) = state.withLock { state in
            if let due = state.subscribeAt {
                guard now >= due else { return ([], due) }
                state.subscribeAt = nil
                return ([subscribe(state)], nil)
            }
            // A replay that is over and dealt with leaves its place to others.
            if Self.isOver(state), state.window.isSettled, !link.isToClose { link.close() }
            let isToClose = link.isToClose
            if isToClose {
                // Without leases the end of the session gives everything back.
                state.buffer.removeAll()
                state.window.releaseAll(now: now)
            }
            let untold = state.window.untold
            let isBegunDue = state.window.isBegunDue
            guard untold > 0 || isBegunDue else { return ([], nil) }
            let tellAt = state.tellAt ?? now + Self.tellDelay
            // Enough to be worth a frame, waited long enough, or something that is not to wait: then everything goes with it.
            guard untold >= tellCount || now >= tellAt || isBegunDue || isToClose else {
                state.tellAt = tellAt
                return ([], tellAt)
            }
            state.tellAt = nil
            return (state.window.take(now: now).flatMap { $0.frames(subscription: Self.subscription) }, nil)
        }
        for frame in frames { send(frame) }
        return due
    }

    func lost(_ error: GatewayError?) -> Bool {
        state.withLock { state in
            state.subscribeAt = nil
            state.tellAt = nil
            state.replay.isDelivered = state.replay.isFinished
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
