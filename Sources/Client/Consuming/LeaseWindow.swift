import SwiftProtobuf
import Wire

/// What is delivered under leases and not answered: decides what to hand out, which answers still count, and how to tell them. Does no I/O;
/// times are microseconds on a clock that never goes back.
///
/// Under leases a message may come again within a session, to this member too: so it is known by its position, and each hand-out of it by a
/// number. The client's clock begins a lease when it arrives, later than the gateway did: what is over by it is over. It also keeps what comes
/// again without a lease, see ``DeliveryWindow/Answer/again``.
struct LeaseWindow {
    private struct Entry {
        let recordedAt: Int64
        var lease: UInt64
        /// Rises by one from neighbour to neighbour within one DELIVER.
        var ordinal: UInt64
        var due: Int64
        /// The number of its hand-out; 0: prefetched.
        var order: UInt64 = 0
        var isAnswered = false
        var isBegunUntold = false
        var isProgressUntold = false
    }

    enum Answer: Equatable {
        case handOut
        /// The application has it already.
        case keep
    }

    private var entries: [UInt64: Entry] = [:]
    private var acknowledged: [UInt64] = []
    private var answers: [MessageAnswer] = []
    private var begun: [UInt64] = []
    private var lastLease: UInt64 = 0
    private var ordinal: UInt64 = 0
    /// So many entries are worth looking for those whose lease is over.
    private var sweepCount = Self.sweepCountMin
    /// Handed out, not answered, and not told as begun.
    private(set) var untoldBegun = 0
    /// Answers that came too late.
    private(set) var lateCount = 0
    /// Rises with each session of the link: what came in an earlier one was taken back.
    private(set) var session: UInt64 = 0

    private static let sweepCountMin = 64
    /// How long a PROGRESS may be on its way: the lease begins anew when the gateway hears it.
    static let travelTime: Int64 = 1_000_000

    /// Answers to tell.
    var untold: Int { acknowledged.count + answers.count }
    /// Whether everything is answered.
    var isSettled: Bool { entries.values.allSatisfy(\.isAnswered) }
    /// For tests of the limit.
    var entryCount: Int { entries.count }

    // MARK: Delivering

    /// A delivery came. Those of one DELIVER come in the order of positions.
    ///
    /// - Parameter due: When its lease is over; `.max`: with the session.
    mutating func delivered(_ position: UInt64, recordedAt: Int64, lease: UInt64, due: Int64, now: Int64) -> Answer {
        sweep(now)
        let known = entries[position]
        if let known, known.lease == lease, known.recordedAt == recordedAt, now < known.due { return .keep }
        ordinal += lease == lastLease ? 1 : 2
        lastLease = lease
        if let known, known.order > 0, known.recordedAt == recordedAt, now < known.due {
            // The gateway's clock was first. The application is at it, or has answered: that counts under the new lease.
            entries[position]?.lease = lease
            entries[position]?.ordinal = ordinal
            entries[position]?.due = due
            if !known.isAnswered { noteBegun(position) }
            return .keep
        }
        if known != nil { forget(position) }
        entries[position] = Entry(recordedAt: recordedAt, lease: lease, ordinal: ordinal, due: due)
        return .handOut
    }

    /// Whether a delivery without a lease is to be handed out of here.
    func isPrefetched(_ receipt: DeliveryReceipt) -> Bool { entries[receipt.position].map { $0.order == 0 && $0.lease == receipt.lease } ?? false }

    /// A delivery leaves the buffer.
    ///
    /// - Returns: False where the gateway has taken it back: its lease is over, or it came again under a newer one.
    mutating func handOut(_ receipt: DeliveryReceipt, order: UInt64, now: Int64) -> Bool {
        guard let entry = entries[receipt.position], entry.order == 0, entry.lease == receipt.lease else { return false }
        guard now < entry.due else {
            forget(receipt.position)
            return false
        }
        entries[receipt.position]?.order = order
        noteBegun(receipt.position)
        return true
    }

    // MARK: Answering

    /// Whether a hand-out is one of this window, answered or not.
    func holds(_ receipt: DeliveryReceipt) -> Bool { receipt.order > 0 && entries[receipt.position]?.order == receipt.order }

    /// - Returns: Whether this acknowledgement counts.
    @discardableResult
    mutating func acknowledge(_ receipt: DeliveryReceipt, now: Int64) -> Bool {
        guard isOpen(receipt, now) else { return false }
        answered(receipt.position)
        acknowledged.append(receipt.position)
        return true
    }

    /// Acknowledges a hand-out, and every earlier one that is not answered.
    ///
    /// - Returns: The positions whose acknowledgement counts.
    mutating func acknowledge(through receipt: DeliveryReceipt, now: Int64) -> [UInt64] {
        var positions: [UInt64] = []
        if receipt.lease > 0 || holds(receipt), acknowledge(receipt, now: now) { positions.append(receipt.position) }
        let earlier = entries.filter { (1..<max(1, receipt.order)).contains($0.value.order) && !$0.value.isAnswered }
        for (position, entry) in earlier {
            guard now < entry.due else {
                lateCount += 1
                forget(position)
                continue
            }
            answered(position)
            acknowledged.append(position)
            positions.append(position)
        }
        return positions
    }

    /// Any other answer; its position and lease are filled in here.
    ///
    /// - Parameter lease: How long a lease is, for PROGRESS.
    /// - Returns: Whether it counts.
    @discardableResult
    mutating func answer(_ answer: MessageAnswer, to receipt: DeliveryReceipt, lease: Int64, now: Int64) -> Bool {
        guard isOpen(receipt, now) else { return false }
        if answer.kind == .progress {
            if let due = entries[receipt.position]?.due, due < .max {
                entries[receipt.position]?.due = max(due, now + lease + Self.travelTime)
            }
            guard entries[receipt.position]?.isProgressUntold == false else { return true }
            entries[receipt.position]?.isProgressUntold = true
        } else {
            answered(receipt.position)
        }
        var answer = answer
        answer.position = receipt.position
        answers.append(answer)
        return true
    }

    /// Gives back everything under a lease that is not answered, handed out or not.
    mutating func releaseAll(now: Int64) {
        for (position, entry) in entries.sorted(by: { $0.key < $1.key }) where !entry.isAnswered && entry.lease > 0 && now < entry.due {
            answered(position)
            answers.append(
                .with {
                    $0.kind = .release
                    $0.position = position
                }
            )
        }
    }

    private mutating func isOpen(_ receipt: DeliveryReceipt, _ now: Int64) -> Bool {
        guard holds(receipt), let entry = entries[receipt.position] else {
            // Taken back, and perhaps given anew; or answered before, which is nothing.
            if receipt.session != session || now >= receipt.due { lateCount += 1 }
            return false
        }
        guard !entry.isAnswered else { return false }
        guard now < entry.due else {
            lateCount += 1
            forget(receipt.position)
            return false
        }
        return true
    }

    private mutating func answered(_ position: UInt64) {
        entries[position]?.isAnswered = true
        guard entries[position]?.isBegunUntold == true else { return }
        entries[position]?.isBegunUntold = false
        untoldBegun -= 1
    }

    private mutating func noteBegun(_ position: UInt64) {
        guard entries[position]?.isBegunUntold == false else { return }
        entries[position]?.isBegunUntold = true
        begun.append(position)
        untoldBegun += 1
    }

    // MARK: Telling

    /// What to tell now. Answers whose lease ended while they waited are not told.
    mutating func take(now: Int64) -> AckBatch {
        for position in acknowledged + answers.map(\.position) where entries[position].map({ now >= $0.due }) ?? false { forget(position) }
        var batch = AckBatch()
        batch.acknowledged = ranges(acknowledged)
        for position in acknowledged { entries[position] = nil }
        acknowledged.removeAll(keepingCapacity: true)
        for var answer in answers {
            answer.lease = entries[answer.position]?.lease ?? 0
            batch.answers.append(answer)
            entries[answer.position]?.isProgressUntold = false
        }
        for answer in answers where answer.kind != .progress { entries[answer.position] = nil }
        answers.removeAll(keepingCapacity: true)
        batch.begun = ranges(begun.filter { entries[$0].map { $0.isBegunUntold && now < $0.due } ?? false })
        for position in begun { entries[position]?.isBegunUntold = false }
        begun.removeAll(keepingCapacity: true)
        untoldBegun = 0
        return batch
    }

    /// Neighbours of one DELIVER share a range. So no range passes over a message of its lease that is not meant, nor over another range.
    private func ranges(_ positions: [UInt64]) -> [LeaseRange] {
        var ranges: [LeaseRange] = []
        var previous: (position: UInt64, ordinal: UInt64) = (0, 0)
        for position in positions.sorted() {
            guard let entry = entries[position], position != previous.position else { continue }
            if let last = ranges.last, last.lease == entry.lease, entry.lease > 0, entry.ordinal == previous.ordinal + 1 {
                ranges[ranges.count - 1].last = position
            } else {
                ranges.append(LeaseRange(position...position, lease: entry.lease))
            }
            previous = (position, entry.ordinal)
        }
        return ranges
    }

    // MARK: Losing

    /// The gateway refused answers: those messages were taken back. An answer to one that is still open will not be sent.
    mutating func refused(_ range: LeaseRange) {
        lateCount += 1
        for (position, entry) in entries where range.positions.contains(position) && (range.lease == 0 || entry.lease == range.lease) {
            forget(position)
        }
    }

    /// The session ended: the gateway takes everything back.
    mutating func lost() {
        lateCount += acknowledged.count { (entries[$0]?.lease ?? 0) > 0 }
        lateCount += answers.count { $0.kind != .progress && (entries[$0.position]?.lease ?? 0) > 0 }
        entries.removeAll(keepingCapacity: true)
        acknowledged.removeAll(keepingCapacity: true)
        answers.removeAll(keepingCapacity: true)
        begun.removeAll(keepingCapacity: true)
        untoldBegun = 0
        session += 1
    }

    private mutating func forget(_ position: UInt64) {
        guard let entry = entries.removeValue(forKey: position) else { return }
        if entry.isBegunUntold { untoldBegun -= 1 }
        guard entry.isAnswered || entry.isProgressUntold else { return }
        lateCount += 1
        acknowledged.removeAll { $0 == position }
        answers.removeAll { $0.position == position }
    }

    /// Forgets what nobody answers: an application that drops deliveries must not fill the memory.
    private mutating func sweep(_ now: Int64) {
        guard entries.count >= sweepCount else { return }
        for (position, entry) in entries where now >= entry.due && !entry.isAnswered { forget(position) }
        sweepCount = max(Self.sweepCountMin, 2 * entries.count)
    }
}
