import DequeModule
import SwiftProtobuf
import Synchronization
import Wire

/// The direct publisher's half of a link: keeps what is on its way in order, and matches the answers.
final class DirectHandler: LinkHandler {
    private struct Item {
        let batch: DirectBatch
        let index: Int
        var isSettled = false
    }

    private struct State {
        /// Messages that wait for room, in order of their calls.
        var waiting: Deque<DirectBatch> = []
        /// Messages with a sequence, not settled; the first has `firstSequence`.
        var window: Deque<Item> = []
        var firstSequence: UInt64 = 0
        /// How many of the window are sent in this session.
        var sent = 0
        var isSequenceKnown = false
        var holdUntil: Int64 = 0
        var limits = Limits()
        var failure: (any Error)?
        var finished: [(DirectBatch, Result<[PublishOutcome], any Error>)] = []
    }

    private let state = Mutex(State())
    private let link: Link

    /// The shortest pause before anything is sent again after a SEQUENCE_GAP, whatever the gateway says.
    static let gapPause: Int64 = 200_000

    init(link: Link) { self.link = link }

    /// - Returns: Whether there is something new to send.
    func enqueue(_ batch: DirectBatch, _ continuation: CheckedContinuation<[PublishOutcome], any Error>) -> Bool {
        let result: Result<[PublishOutcome], any Error>? = state.withLock { state in
            if let failure = state.failure { return .failure(failure) }
            if batch.isCancelled { return .failure(CancellationError()) }
            // What no gateway takes needs no gateway to say so.
            for (index, message) in batch.messages.enumerated() {
                guard let refusal = message.refusal() else { continue }
                if let outcomes = batch.settle(index, .refused(refusal)) { return .success(outcomes) }
            }
            batch.continuation = continuation
            state.waiting.append(batch)
            return nil
        }
        if let result { continuation.resume(with: result) }
        return result == nil
    }

    func cancel(_ batch: DirectBatch) {
        let continuation = state.withLock { state in
            batch.isCancelled = true
            // Its messages that have a sequence go their way; the others never get one.
            state.waiting.removeAll { $0 === batch }
            defer { batch.continuation = nil }
            return batch.continuation
        }
        continuation?.resume(throwing: CancellationError())
    }

    // MARK: LinkHandler

    func firstUnconfirmed() -> UInt64 {
        state.withLock { $0.isSequenceKnown ? $0.firstSequence : 0 }
    }

    func opened(_ welcome: Welcome, now: Int64) {
        state.withLock { state in
            state.limits = welcome.limits
            state.sent = 0
            state.holdUntil = 0
            guard !state.isSequenceKnown else { return }
            state.isSequenceKnown = true
            state.firstSequence = welcome.lastSequence + 1
        }
    }

    func received(_ command: CommandKind, payload: Range<Int>, frame: [UInt8], now: Int64) {
        switch command {
        case .confirm:
            guard let confirm = frame.withUnsafeBytes({ Confirm(payload: $0.slice(payload.lowerBound, payload.count)) }) else { return }
            received(confirm, now: now)
        case .error:
            guard let command = try? ErrorCommand(serializedBytes: Array(frame[payload])) else { return }
            refused(GatewayError(command))
        default: break
        }
    }

    private func received(_ confirm: Confirm, now: Int64) {
        let isToRedial = state.withLock { state in
            // Of the sequences that an error ended: they will be others.
            guard state.isSequenceKnown else { return false }
            for range in confirm.ranges { Self.confirm(range, &state) }
            for refusal in confirm.refused {
                let answer = MessageRefusal(refusal)
                if !answer.code.isRetryable { Self.settle(refusal.sequence, .refused(answer), &state) }
            }
            Self.popSettled(&state)
            return Self.retry(confirm.refused, now, &state)
        }
        resumeFinished()
        if isToRedial { link.redial() }
    }

    /// The gateway took nothing of a frame, and does not say which: what is on its way fails, and the sequences begin anew after what it has.
    private func refused(_ error: GatewayError) {
        guard error.code.isOfFrame else {
            if error.code.isRetryable { link.redial() }
            return
        }
        let isToRedial = state.withLock { state in
            var failed: Set<ObjectIdentifier> = []
            for item in state.window.prefix(state.sent) where !item.isSettled && failed.insert(ObjectIdentifier(item.batch)).inserted {
                state.finished.append((item.batch, .failure(error)))
            }
            guard !failed.isEmpty else { return false }
            state.window.removeAll { $0.isSettled || failed.contains(ObjectIdentifier($0.batch)) }
            state.waiting.removeAll { failed.contains(ObjectIdentifier($0)) }
            state.sent = 0
            state.isSequenceKnown = false
            return true
        }
        resumeFinished()
        if isToRedial { link.redial() }
    }

    func fill(now: Int64, send: ([UInt8]) -> Void) -> Int64? {
        let due: Int64? = state.withLock { state in
            guard state.isSequenceKnown else { return nil }
            guard now >= state.holdUntil else { return state.holdUntil }
            Self.admit(&state)
            var writer = PublishWriter()
            let messagesMax = max(1, Int(state.limits.messagesPerFrameMax))
            // Half of what a frame may hold: one more message always fits.
            let bytesMax = Int(state.limits.frameBytesMax) / 2
            while state.sent < state.window.count {
                let item = state.window[state.sent]
                if !item.isSettled { writer.append(item.batch.messages[item.index], sequence: state.firstSequence + UInt64(state.sent)) }
                state.sent += 1
                if writer.count >= messagesMax || writer.byteCount >= bytesMax { send(writer.finish()) }
            }
            if writer.count > 0 { send(writer.finish()) }
            return nil
        }
        resumeFinished()
        return due
    }

    func lost(_ error: GatewayError?) -> Bool {
        guard let error else { return true }
        let isPassing: Set<GatewayErrorCode> = [.init(.helloRequired), .init(.shuttingDown), .init(.quotaExceeded), .init(.busy)]
        return isPassing.contains(error.code)
    }

    func ended(_ error: (any Error)?) {
        let failure = error ?? GatewayError(.shuttingDown, "this publisher was closed")
        state.withLock { state in
            state.failure = failure
            state.finished += (state.window.map(\.batch) + state.waiting).map { ($0, .failure(failure)) }
            state.window = []
            state.waiting = []
        }
        resumeFinished()
    }

    // MARK: The window

    private static func admit(_ state: inout State) {
        let windowMax = min(DirectPublisher.unconfirmedMax, max(1, Int(state.limits.unconfirmedMax)))
        let bodyBytesMax = state.limits.outgoingBodyBytesMax
        while let batch = state.waiting.first, state.window.count < windowMax {
            while batch.admitted < batch.messages.count, state.window.count < windowMax {
                let index = batch.admitted
                batch.admitted += 1
                // Refused before it gets a sequence: one that the gateway never sees would hold up all that follow.
                if batch.outcomes[index] != nil { continue }
                if let refusal = batch.messages[index].refusal(bodyBytesMax: bodyBytesMax) {
                    finish(batch, batch.settle(index, .refused(refusal)), &state)
                } else {
                    state.window.append(Item(batch: batch, index: index))
                }
            }
            if batch.admitted == batch.messages.count { state.waiting.removeFirst() }
        }
    }

    private static func confirm(_ range: ConfirmedRange, _ state: inout State) {
        for offset in 0..<UInt64(range.count) {
            settle(range.sequence &+ offset, .confirmed(position: range.position &+ offset, isRepeat: range.duplicate), &state)
        }
    }

    /// Sends again what used nothing up.
    ///
    /// - Returns: Whether the gateway waits for an earlier sequence than any that is left here: only a HELLO tells it which comes next.
    private static func retry(_ refusals: [Refusal], _ now: Int64, _ state: inout State) -> Bool {
        var isToRedial = false
        for refusal in refusals where GatewayErrorCode(rawValue: refusal.code.rawValue).isRetryable {
            guard let place = place(of: refusal.sequence, state) else { continue }
            let isGap = refusal.code == .sequenceGap
            // After a gap from the lowest unanswered one on, else from this one.
            state.sent = min(state.sent, isGap ? 0 : place)
            let pause = Int64(refusal.retryAfterMs) * 1_000
            state.holdUntil = max(state.holdUntil, now + (isGap ? max(pause, gapPause) : pause))
            if isGap, place == 0 { isToRedial = true }
        }
        return isToRedial
    }

    private static func place(of sequence: UInt64, _ state: State) -> Int? {
        guard sequence >= state.firstSequence, sequence - state.firstSequence < UInt64(state.window.count) else { return nil }
        return Int(sequence - state.firstSequence)
    }

    private static func settle(_ sequence: UInt64, _ outcome: PublishOutcome, _ state: inout State) {
        guard let place = place(of: sequence, state), !state.window[place].isSettled else { return }
        state.window[place].isSettled = true
        let item = state.window[place]
        finish(item.batch, item.batch.settle(item.index, outcome), &state)
    }

    private static func finish(_ batch: DirectBatch, _ outcomes: [PublishOutcome]?, _ state: inout State) {
        if let outcomes { state.finished.append((batch, .success(outcomes))) }
    }

    private static func popSettled(_ state: inout State) {
        while state.window.first?.isSettled == true {
            state.window.removeFirst()
            state.firstSequence += 1
            state.sent = max(0, state.sent - 1)
        }
    }

    private func resumeFinished() {
        let finished: [(CheckedContinuation<[PublishOutcome], any Error>?, Result<[PublishOutcome], any Error>)] = state.withLock { state in
            defer { state.finished.removeAll(keepingCapacity: true) }
            return state.finished.map { batch, result in
                defer { batch.continuation = nil }
                return (batch.continuation, result)
            }
        }
        for (continuation, result) in finished { continuation?.resume(with: result) }
    }
}

extension GatewayErrorCode {
    /// Whether the gateway took nothing of a frame, since it could not read it (codes 1-4).
    var isOfFrame: Bool { (ErrorCode.malformedFrame.rawValue...ErrorCode.frameTooLarge.rawValue).contains(rawValue) }
}
