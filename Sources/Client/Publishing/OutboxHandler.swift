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
        /// The number of the next message to send in this session.
        var next: Int64 = 0
        var isOpen = false
        var holdUntil: Int64 = 0
        var limits = Limits()
        var trouble: String?
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
            guard let offset = try outbox.sequenceOffset() else { return 0 }
            return UInt64(clamping: try outbox.lowest() + offset)
        } catch {
            note(error)
            return 0
        }
    }

    func opened(_ welcome: Welcome, now: Int64) {
        state.withLock { state in
            state.offset = nil
            state.lastSequence = welcome.lastSequence
            state.isOpen = true
            state.limits = welcome.limits
            state.holdUntil = 0
            state.trouble = nil
        }
        logger.info("connected to the gateway", metadata: ["epoch": "\(welcome.epoch)"])
        anchor(now: now)
    }

    /// Without the anchor nothing may be sent: a disk that fails at this moment is asked again.
    private func anchor(now: Int64) {
        do {
            let offset = try outbox.anchor(lastSequence: state.withLock { $0.lastSequence })
            let lowest = try outbox.lowest()
            state.withLock { state in
                state.offset = offset
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
        var retries: [(id: Int64, refusal: Refusal)] = []
        for range in confirm.ranges where range.count > 0 {
            let first = Int64(clamping: range.sequence) - offset
            answers.confirmed.append((first...(first + Int64(range.count) - 1), range.duplicate))
        }
        for refusal in confirm.refused {
            let answer = MessageRefusal(refusal)
            let id = Int64(clamping: refusal.sequence) - offset
            if answer.code.isRetryable {
                retries.append((id, refusal))
            } else {
                answers.refused.append((id, answer))
                logger.warning(
                    "the gateway refused a message: it is kept among the refused ones",
                    metadata: ["code": "\(answer.code)", "path": "\(answer.path)", "rule": "\(answer.rule)"]
                )
            }
        }
        do {
            if !answers.isEmpty { try outbox.settle(answers) }
            try retry(retries, now)
        } catch {
            // What is not removed is sent once more, recognised, and removed then.
            note(error)
            rewind(to: 0, holdUntil: now + Self.diskPause)
        }
        wakeSettled()
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
        let (anchored, next, limits, retryAt) = state.withLock { ($0.offset, $0.next, $0.limits, $0.holdUntil) }
        guard let offset = anchored else { return retryAt }
        do {
            let window = min(Self.windowMax, max(1, Int(limits.unconfirmedMax)))
            let page = try outbox.page(from: next, countMax: window)
            guard let last = page.messages.last else { return nil }
            var writer = PublishWriter()
            for (id, message) in page.messages {
                writer.append(message, sequence: UInt64(clamping: id + offset))
                let isFull = writer.count >= max(1, Int(limits.messagesPerFrameMax)) || writer.byteCount >= Int(limits.frameBytesMax) / 2
                if isFull { send(writer.finish()) }
            }
            if writer.count > 0 { send(writer.finish()) }
            state.withLock { $0.next = last.id + 1 }
            return nil
        } catch {
            note(error)
            return now + Self.diskPause
        }
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
