import Logging
import SwiftProtobuf
import Synchronization
import Wire

/// The outbox publisher's half of a link: sends what the outbox holds, in order, and settles it as answers come.
final class OutboxHandler: LinkHandler {
    private struct State {
        /// What makes numbers sequences; nil until the outbox has kept it for this session.
        var offset: Int64?
        /// What the gateway said to be the last.
        var lastSequence: UInt64 = 0
        /// While there are any, nothing above is sent: up to this number the gateway has used the sequences up.
        var repeatsThrough: Int64?
        /// Those of them whose sequences it used for other messages.
        var conflicts: Set<Int64> = []
        /// The number of the next message to send in this session.
        var next: Int64 = 0
        var isOpen = false
        var holdUntil: Int64 = 0
        var limits = Limits()
        var trouble: String?
        /// Messages refused so far.
        var refusals = 0
        var ended = false
        /// Tasks that wait for a message's answer; nil: for all of them.
        var waiters = Waiters<Int64?, Void>()
    }

    private let outbox: Outbox
    private let logger: Logger
    private let link: Link
    private let state = Mutex(State())

    /// The most messages on their way at once.
    private static let windowMax = 1_000
    /// How long to leave a failing disk alone.
    static let diskPause: Int64 = 1_000_000
    /// The shortest pause before anything is sent again after a SEQUENCE_GAP, whatever the gateway says.
    static let gapPause: Int64 = 200_000

    init(outbox: Outbox, link: Link, logger: Logger) {
        self.outbox = outbox
        self.link = link
        self.logger = logger
    }

    // MARK: The publisher's questions

    var connection: (isOpen: Bool, trouble: String?) { state.withLock { ($0.isOpen, $0.trouble) } }

    var refusals: Int { state.withLock { $0.refusals } }

    /// Returns when the message is answered (nil: when none waits), or the link ended.
    ///
    /// - Throws: `CancellationError`.
    func waitUntilSettled(_ id: Int64?) async throws {
        let ticket = state.withLock { $0.waiters.takeTicket() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let result: Result<Void, any Error>? = state.withLock { state in
                    if state.waiters.use(ticket) { return .failure(CancellationError()) }
                    if state.ended || !isWaiting(id) { return .success(()) }
                    state.waiters.wait(ticket, for: id, continuation)
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            state.withLock { $0.waiters.cancel(ticket) }?.resume(throwing: CancellationError())
        }
    }

    private func isWaiting(_ id: Int64?) -> Bool {
        if let id { return (try? outbox.isWaiting(id)) ?? true }
        return (try? outbox.status().waiting > 0) ?? true
    }

    private func wakeSettled() {
        let settled = state.withLock { state in
            state.ended ? state.waiters.popAll() : state.waiters.popAll { !isWaiting($0) }
        }
        for waiter in settled { waiter.resume() }
    }

    // MARK: LinkHandler

    func firstUnconfirmed() -> UInt64 {
        do {
            return UInt64(clamping: try outbox.lowestSequence() ?? 0)
        } catch {
            note(error)
            return 0
        }
    }

    func opened(_ welcome: Welcome, now: Int64) {
        state.withLock { state in
            state.offset = nil
            state.conflicts = []
            state.lastSequence = welcome.lastSequence
            state.isOpen = true
            state.limits = welcome.limits
            state.holdUntil = 0
            state.trouble = nil
        }
        logger.info("connected to the gateway", metadata: ["epoch": "\(welcome.epoch)"])
        let greeting = GatewayGreeting(welcome)
        if let days = greeting.keyDaysLeft {
            logger.warning("this profile's key ends soon: `cuakhau enrol --renew` asks for the next one", metadata: ["days": "\(days)"])
        }
        if greeting.next != nil {
            logger.warning("the gateway exchanges its own key: `cuakhau profile follow` takes the next one, then restart this program")
        }
        anchor(now: now)
    }

    /// Without the anchor nothing may be sent: a disk that fails at this moment is asked again.
    private func anchor(now: Int64) {
        do {
            let anchor = try outbox.anchor(lastSequence: state.withLock { $0.lastSequence })
            let lowest = try outbox.lowest()
            state.withLock { state in
                state.offset = anchor.offset
                state.repeatsThrough = anchor.repeatsThrough
                state.next = lowest
                state.trouble = nil
            }
        } catch {
            note(error)
            state.withLock { $0.holdUntil = now + Self.diskPause }
        }
    }

    func received(_ command: CommandKind, payload: Range<Int>, frame: [UInt8], now: Int64) {
        switch command {
        case .confirm:
            guard let confirm = frame.withUnsafeBytes({ Confirm(payload: $0.slice(payload.lowerBound, payload.count)) }),
                let offset = state.withLock({ $0.offset })
            else { return }
            received(confirm, offset, now)
        case .error:
            guard let command = try? ErrorCommand(serializedBytes: Array(frame[payload])) else { return }
            refused(GatewayError(command))
        default: break
        }
    }

    private func received(_ confirm: Confirm, _ offset: Int64, _ now: Int64) {
        var answers = Outbox.Answers()
        for range in confirm.ranges where range.count > 0 {
            let first = Int64(clamping: min(range.sequence, Outbox.sequenceMax))
            answers.confirmed.append((first...(first + Int64(range.count) - 1), range.duplicate))
        }
        do {
            var retries: [(id: Int64, refusal: Refusal)] = []
            for refusal in confirm.refused {
                let answer = MessageRefusal(refusal)
                let id = try outbox.number(of: refusal.sequence, offset: offset)
                if answer.code.isRetryable {
                    retries.append((id, refusal))
                } else if try !isConflict(id, answer.code) {
                    answers.refused.append((id, answer))
                    logger.warning(
                        "the gateway refused a message: it is kept among the refused ones",
                        metadata: ["code": "\(answer.code)", "path": "\(answer.path)", "rule": "\(answer.rule)"]
                    )
                }
            }
            if !answers.isEmpty { try outbox.settle(answers) }
            let refused = answers.refused.count
            state.withLock { $0.refusals += refused }
            try retry(retries, now)
        } catch {
            // What is not removed is sent once more, recognised, and removed then.
            note(error)
            rewind(to: 0, holdUntil: now + Self.diskPause)
        }
        wakeSettled()
    }

    /// Notes a message whose sequence the gateway used up for another one. That is no fault of the message: it gets a new sequence, once in a
    /// session, since only those that the gateway had used up at WELCOME can be meant.
    private func isConflict(_ id: Int64, _ code: GatewayErrorCode) throws -> Bool {
        guard code == GatewayErrorCode(.sequenceConflict) || code == GatewayErrorCode(.sequenceRefused),
            let through = state.withLock({ $0.repeatsThrough }), id <= through, try outbox.isWaiting(id)
        else { return false }
        state.withLock { _ = $0.conflicts.insert(id) }
        return true
    }

    /// When every repeat is answered: those in conflict get new sequences, and what waited behind them goes its way.
    private func finishRepeats() throws {
        let (through, conflicts, last) = state.withLock { ($0.repeatsThrough, $0.conflicts, $0.lastSequence) }
        guard let through, try outbox.waitingCount(through: through) == conflicts.count else { return }
        if !conflicts.isEmpty {
            let offset = try outbox.renumber(conflicts, lastSequence: last)
            state.withLock { $0.offset = offset }
            logger.notice("messages had sequences of others: this outbox was restored, they get new ones", metadata: ["count": "\(conflicts.count)"])
        }
        let lowest = try outbox.lowest()
        state.withLock { state in
            state.next = lowest
            state.repeatsThrough = nil
            state.conflicts = []
        }
    }

    /// Sends again what used nothing up.
    private func retry(_ retries: [(id: Int64, refusal: Refusal)], _ now: Int64) throws {
        guard !retries.isEmpty else { return }
        let lowest = try outbox.lowest()
        for (id, refusal) in retries where id >= lowest {
            let isGap = refusal.code == .sequenceGap
            let pause = Int64(refusal.retryAfterMs) * 1_000
            // After a gap from the lowest unanswered one on, else from this one.
            rewind(to: isGap ? lowest : id, holdUntil: now + (isGap ? max(pause, Self.gapPause) : pause))
            guard isGap, id == lowest else { continue }
            // The gateway waits for an earlier sequence than any that is left here: only a HELLO tells it which comes next.
            logger.notice("the gateway waits for earlier messages than this outbox holds: dialling again, to tell it")
            link.redial()
        }
    }

    /// An error that concerns the session, not a message: what was on its way is sent again with the next one.
    private func refused(_ error: GatewayError) {
        guard error.code.isOfFrame || error.code.isRetryable else { return }
        state.withLock { $0.trouble = error.description }
        logger.error("the gateway did not take a frame: its messages are sent again", metadata: ["code": "\(error.code)"])
        link.redial()
    }

    private func rewind(to id: Int64, holdUntil: Int64) {
        state.withLock { state in
            state.next = min(state.next, id)
            state.holdUntil = max(state.holdUntil, holdUntil)
        }
    }

    func fill(now: Int64, send: ([UInt8]) -> Void) -> Int64? {
        let (isOpen, isAnchored, holdUntil) = state.withLock { ($0.isOpen, $0.offset != nil, $0.holdUntil) }
        guard isOpen else { return nil }
        guard now >= holdUntil else { return holdUntil }
        if !isAnchored { anchor(now: now) }
        guard state.withLock({ $0.offset != nil }) else { return state.withLock { $0.holdUntil } }
        do {
            try finishRepeats()
            try sendPage(send)
            return nil
        } catch {
            note(error)
            return now + Self.diskPause
        }
    }

    private func sendPage(_ send: ([UInt8]) -> Void) throws {
        let (offset, next, limits, through, conflictCount) = state.withLock {
            ($0.offset ?? 0, $0.next, $0.limits, $0.repeatsThrough ?? .max, $0.conflicts.count)
        }
        let window = min(Self.windowMax, max(1, Int(limits.unconfirmedMax)))
        let page = try outbox.page(from: next, through: through, countMax: window + conflictCount)
        guard let last = page.messages.last else { return }
        var writer = PublishWriter()
        for waiting in page.messages {
            writer.append(waiting.message, sequence: waiting.sequence(offset))
            let isFull = writer.count >= max(1, Int(limits.messagesPerFrameMax)) || writer.byteCount >= Int(limits.frameBytesMax) / 2
            if isFull { send(writer.finish()) }
        }
        if writer.count > 0 { send(writer.finish()) }
        state.withLock { $0.next = last.id + 1 }
    }

    func lost(_ error: GatewayError?) -> Bool {
        state.withLock { state in
            state.isOpen = false
            if let error { state.trouble = error.description }
        }
        if let error {
            logger.warning("the gateway ended the session", metadata: ["code": "\(error.code)"])
        } else {
            logger.info("the link is lost: messages wait in the outbox")
        }
        // Whatever it was, messages wait here safely; an operator may mend it. Only a newer publisher of this name ends this one.
        return error?.code != GatewayErrorCode(.fenced)
    }

    func ended(_ error: (any Error)?) {
        state.withLock { state in
            state.isOpen = false
            state.ended = true
            if let error { state.trouble = "\(error)" }
        }
        wakeSettled()
    }

    private func note(_ error: any Error) {
        let error = Outbox.outboxError(error)
        state.withLock { $0.trouble = error.description }
        logger.error("the outbox cannot be used at this moment", metadata: ["code": "\(error.code.rawValue)"])
    }

}
