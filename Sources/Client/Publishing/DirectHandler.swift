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

    /// - Returns: Whether there is something new to send.
    func enqueue(_ batch: DirectBatch, _ continuation: CheckedContinuation<[PublishOutcome], any Error>) -> Bool {
        let failure: (any Error)? = state.withLock { state in
            if let failure = state.failure { return failure }
            if batch.isCancelled { return CancellationError() }
            batch.continuation = continuation
            state.waiting.append(batch)
            return nil
        }
        if let failure { continuation.resume(throwing: failure) }
        return failure == nil
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
        guard command == .confirm, let confirm = frame.withUnsafeBytes({ Confirm(payload: $0.slice(payload.lowerBound, payload.count)) })
        else { return }
        let finished = state.withLock { state in
            for range in confirm.ranges { Self.confirm(range, &state) }
            for refusal in confirm.refused { Self.refuse(refusal, now, &state) }
            Self.popSettled(&state)
            defer { state.finished.removeAll(keepingCapacity: true) }
            return state.finished
        }
        Self.resume(finished, state)
    }

    func fill(now: Int64, send: ([UInt8]) -> Void) -> Int64? {
        state.withLock { state in
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
    }

    func lost(_ error: GatewayError?) -> Bool {
        guard let error else { return true }
        let isPassing: Set<GatewayErrorCode> = [.init(.helloRequired), .init(.shuttingDown), .init(.quotaExceeded), .init(.busy)]
        return isPassing.contains(error.code)
    }

    func ended(_ error: (any Error)?) {
        let failure = error ?? GatewayError(.shuttingDown, "this publisher was closed")
        let batches: [DirectBatch] = state.withLock { state in
            state.failure = failure
            defer {
                state.window = []
                state.waiting = []
            }
            return state.window.map(\.batch) + state.waiting
        }
        for batch in batches {
            let continuation = state.withLock { _ in
                defer { batch.continuation = nil }
                return batch.continuation
            }
            continuation?.resume(throwing: failure)
        }
    }

    // MARK: The window

    private static func admit(_ state: inout State) {
        let windowMax = min(DirectPublisher.unconfirmedMax, max(1, Int(state.limits.unconfirmedMax)))
        while let batch = state.waiting.first, state.window.count < windowMax {
            while batch.admitted < batch.messages.count, state.window.count < windowMax {
                state.window.append(Item(batch: batch, index: batch.admitted))
                batch.admitted += 1
            }
            if batch.admitted == batch.messages.count { state.waiting.removeFirst() }
        }
    }

    private static func confirm(_ range: ConfirmedRange, _ state: inout State) {
        for offset in 0..<UInt64(range.count) {
            settle(range.sequence &+ offset, .confirmed(position: range.position &+ offset, isRepeat: range.duplicate), &state)
        }
    }

    private static func refuse(_ refusal: Refusal, _ now: Int64, _ state: inout State) {
        let answer = MessageRefusal(refusal)
        guard answer.code.isRetryable else { return settle(refusal.sequence, .refused(answer), &state) }
        // Nothing was used up: from there on, once more.
        guard refusal.sequence >= state.firstSequence else { return }
        state.sent = min(state.sent, Int(clamping: refusal.sequence - state.firstSequence))
        state.holdUntil = max(state.holdUntil, now + Int64(refusal.retryAfterMs) * 1_000)
    }

    private static func settle(_ sequence: UInt64, _ outcome: PublishOutcome, _ state: inout State) {
        guard sequence >= state.firstSequence, sequence - state.firstSequence < UInt64(state.window.count) else { return }
        let place = Int(sequence - state.firstSequence)
        guard !state.window[place].isSettled else { return }
        state.window[place].isSettled = true
        let batch = state.window[place].batch
        batch.outcomes[state.window[place].index] = outcome
        batch.unanswered -= 1
        if batch.unanswered == 0 { state.finished.append((batch, .success(batch.outcomes.compactMap { $0 }))) }
    }

    private static func popSettled(_ state: inout State) {
        while state.window.first?.isSettled == true {
            state.window.removeFirst()
            state.firstSequence += 1
            state.sent = max(0, state.sent - 1)
        }
    }

    private static func resume(_ finished: [(DirectBatch, Result<[PublishOutcome], any Error>)], _ state: borrowing Mutex<State>) {
        for (batch, result) in finished {
            let continuation = state.withLock { _ in
                defer { batch.continuation = nil }
                return batch.continuation
            }
            continuation?.resume(with: result)
        }
    }
}
