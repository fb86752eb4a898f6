import Wire

/// What a consumer has and has not answered, with or without leases. Decides; does no I/O and reads no clock.
///
/// Each DELIVER says whether it has a lease, since an operator may change that while the consumer reads.
struct ConsumerWindow {
    private var plain = DeliveryWindow()
    private var leased = LeaseWindow()
    /// Answers without leases, other than acknowledgements.
    private var answers: [MessageAnswer] = []
    private var handOuts: UInt64 = 0
    private var refusedPlain = 0

    /// How long a lease is, in microseconds, as SUBSCRIBED said it; 0: as long as the session.
    private(set) var lease: Int64 = 0
    private var attemptsMax: UInt32 = 0

    /// Answers to tell.
    var untold: Int { plain.untold + answers.count + leased.untold }
    /// Handed out, not answered, and not told as begun.
    var untoldBegun: Int { plain.untoldBegun + leased.untoldBegun }
    /// Whether the gateway must hear at once what is begun: where it charges attempts. Elsewhere it travels with the next frame.
    var tellsBegunAtOnce: Bool { lease > 0 || attemptsMax > 0 }
    /// Whether something begun waits to be told at once.
    var isBegunDue: Bool { tellsBegunAtOnce && untoldBegun > 0 }
    /// Answers that came too late.
    var lateCount: Int { leased.lateCount + refusedPlain }
    /// Where an ephemeral consumer goes on after a lost session.
    var resumePosition: UInt64 { plain.resumePosition }
    /// Everything before it the application has acknowledged, told or not. For consumers without leases.
    var settledPosition: UInt64 { plain.settledPosition }
    /// Whether everything that came is answered, told or not.
    var isSettled: Bool { plain.isSettled && leased.isSettled }
    /// Whether something comes again that was failed or given back. For consumers without leases.
    var hasReturned: Bool { plain.hasReturned }

    // MARK: The gateway

    mutating func subscribed(_ command: Subscribed) {
        lease = Int64(command.settings.leaseMs) * 1_000
        attemptsMax = command.settings.attemptsMax
        plain.subscribed(at: command.position)
    }

    /// A delivery came. Those of one DELIVER come in the order of positions.
    ///
    /// - Returns: What it is known by from now on; nil where the application has it already.
    mutating func delivered(_ position: UInt64, recordedAt: Int64, lease: UInt64, now: Int64) -> DeliveryReceipt? {
        let due = lease > 0 && self.lease > 0 ? now + self.lease : .max
        let isApart: Bool
        if lease > 0 {
            isApart = true
        } else {
            switch plain.delivered(position, recordedAt: recordedAt) {
            case .keep: return nil
            case .handOut: isApart = false
            case .again: isApart = true
            }
        }
        if isApart, leased.delivered(position, recordedAt: recordedAt, lease: lease, due: due, now: now) == .keep { return nil }
        return DeliveryReceipt(position: position, recordedAt: recordedAt, lease: lease, due: due, session: leased.session)
    }

    mutating func refused(_ range: LeaseRange) {
        if range.lease > 0 { leased.refused(range) } else { refusedPlain += 1 }
    }

    mutating func lost() {
        plain.lost()
        leased.lost()
        answers.removeAll(keepingCapacity: true)
    }

    // MARK: The application

    /// A delivery leaves the buffer.
    ///
    /// - Returns: False where the gateway has taken it back meanwhile: then it is dropped.
    mutating func handOut(_ receipt: inout DeliveryReceipt, now: @autoclosure () -> Int64) -> Bool {
        if receipt.lease > 0 || leased.isPrefetched(receipt) {
            guard leased.handOut(receipt, order: handOuts + 1, now: receipt.due < .max ? now() : .min) else { return false }
        } else {
            plain.handedOut(receipt.position, order: handOuts + 1)
        }
        handOuts += 1
        receipt.order = handOuts
        return true
    }

    mutating func acknowledge(_ receipt: DeliveryReceipt, now: @autoclosure () -> Int64) {
        guard receipt.lease > 0 || leased.holds(receipt) else {
            _ = plain.acknowledge(receipt.position, recordedAt: receipt.recordedAt)
            return
        }
        if leased.acknowledge(receipt, now: now()), receipt.lease == 0 { plain.acknowledged(again: receipt.position) }
    }

    /// Acknowledges a hand-out, and every earlier one that is not answered.
    mutating func acknowledge(through receipt: DeliveryReceipt, now: Int64) {
        for position in leased.acknowledge(through: receipt, now: now) { plain.acknowledged(again: position) }
        plain.acknowledge(through: receipt.order)
    }

    /// Any other answer; its position and lease are filled in.
    mutating func answer(_ answer: MessageAnswer, to receipt: DeliveryReceipt, now: Int64) {
        let isFinal = answer.kind == .terminate
        if receipt.lease > 0 || leased.holds(receipt) {
            // Without a lease there is none to begin anew.
            guard receipt.lease > 0 || answer.kind != .progress else { return }
            guard leased.answer(answer, to: receipt, lease: lease, now: now), receipt.lease == 0 else { return }
            plain.returned(again: receipt.position, recordedAt: receipt.recordedAt, isFinal: isFinal)
        } else if answer.kind != .progress, plain.returned(receipt.position, recordedAt: receipt.recordedAt, isFinal: isFinal) {
            var answer = answer
            answer.position = receipt.position
            answers.append(answer)
        }
    }

    /// Gives back everything under a lease that is not answered, handed out or not.
    mutating func releaseAll(now: Int64) { leased.releaseAll(now: now) }

    // MARK: Telling

    /// What to tell now, each batch in frames of its own.
    mutating func take(now: Int64) -> [AckBatch] {
        var batch = AckBatch()
        batch.acknowledged = plain.takeRanges().map { LeaseRange($0) }
        batch.begun = plain.takeBegun().map { [LeaseRange($0)] } ?? []
        batch.answers = answers
        answers.removeAll(keepingCapacity: true)
        guard leased.untold > 0 || leased.untoldBegun > 0 else { return [batch] }
        return [batch, leased.take(now: now)]
    }
}
