import DequeModule

/// What is delivered without leases and not settled: decides what to hand out, and which acknowledgements to send. Does no I/O.
///
/// Such deliveries come in the order of positions within a session. One that does not comes again after it was answered otherwise than with an
/// acknowledgement, perhaps by another program: ``LeaseWindow`` keeps it.
///
/// A message is known by its position and the time at which the gateway recorded it: a journal that was restored from an older state gives
/// its positions to other messages, with later times. Work and ranges are proportional to what is new; the entries kept are at most about
/// four for each message that is not acknowledged.
struct DeliveryWindow {
    /// One message; or neighbours in the order of delivery that are acknowledged and told.
    private struct Entry {
        let first: UInt64
        var last: UInt64
        /// When the gateway recorded the first and the last.
        var recorded: ClosedRange<Int64>
        /// The number of its hand-out; 0: prefetched.
        var order: UInt64 = 0
        var isAcknowledged = false
        var isTold = false

        var isHandedOut: Bool { order > 0 }

        func isMessage(_ position: UInt64, _ recordedAt: Int64) -> Bool {
            first == position && last == position && recorded.lowerBound == recordedAt
        }
    }

    /// This session's deliveries in order, from the first whose acknowledgement is not told.
    private var entries: Deque<Entry> = []
    /// Where in `entries` the ones are that are acknowledged and not told.
    private var fresh: [Int] = []
    /// So many entries are worth joining the told ones among them.
    private var compactionCount = Self.compactionCountMin
    /// Everything delivered up to here is acknowledged.
    private(set) var acknowledgedThrough: UInt64 = 0
    /// When the message there was recorded.
    private var acknowledgedAt = Int64.min
    /// What the application got in earlier sessions and this one has not brought again, in order.
    private var carried: Deque<Entry> = []
    /// What was answered otherwise than with an acknowledgement.
    private var returned = ReturnedMessages()
    /// Everything before it is settled, as the gateway said at the beginning of this session.
    private var origin: UInt64 = 0
    /// The last position that came in this session.
    private var deliveredThrough: UInt64 = 0
    /// The last position of this session that the application has.
    private var handedOutThrough: UInt64 = 0
    /// The last one that was looked at for what is begun.
    private var begunThrough: UInt64 = 0
    /// Handed out, not acknowledged, and not told as begun.
    private(set) var untoldBegun = 0

    private static let compactionCountMin = 64

    enum Answer: Equatable {
        case handOut
        /// The application has it already.
        case keep
        /// To be handed out, and kept apart: the gateway delivers it again out of order.
        case again
    }

    /// Acknowledged and not told yet.
    var untold: Int { fresh.count }
    /// How much is kept: for tests of the limit.
    var entryCount: Int { entries.count + carried.count }

    /// A delivery came.
    mutating func delivered(_ position: UInt64, recordedAt: Int64) -> Answer {
        if position <= deliveredThrough, let index = Self.index(of: position, in: entries), entries[index].isMessage(position, recordedAt),
            !entries[index].isTold
        {
            return .keep
        }
        guard position > deliveredThrough, position >= origin, !returned.contains(position, recordedAt: recordedAt) else {
            // No range may pass over it from now on.
            returned.insert(position, recordedAt: recordedAt, isFinal: false)
            return .again
        }
        deliveredThrough = position
        // What the gateway passes over, it has the acknowledgement of.
        while let earlier = carried.first, earlier.last < position { carried.removeFirst() }
        var entry = Entry(first: position, last: position, recorded: recordedAt...recordedAt)
        var isAnother = false
        if position <= acknowledgedThrough {
            // Acknowledged in a session that ended before the gateway heard it. Times rise with positions, so a later one is another message.
            entry.isAcknowledged = recordedAt <= acknowledgedAt
            isAnother = !entry.isAcknowledged
        } else if let known = carried.first, known.first <= position {
            if known.recorded.contains(recordedAt) { entry.order = known.order }
            entry.isAcknowledged = entry.isHandedOut && known.isAcknowledged
            isAnother = !entry.isHandedOut
            if known.last == position { carried.removeFirst() }
        }
        if isAnother { journalWasRewound(to: position, recordedAt) }
        if entry.isAcknowledged {
            entry.order = max(1, entry.order)
            fresh.append(entries.count)
        }
        entries.append(entry)
        if entry.isHandedOut { noteHandedOut(position, isAcknowledged: entry.isAcknowledged) }
        return entry.isHandedOut ? .keep : .handOut
    }

    /// The gateway's journal was restored from an older state: what was learnt of positions from this one on is of other messages.
    private mutating func journalWasRewound(to position: UInt64, _ recordedAt: Int64) {
        carried.removeAll()
        returned.removeAll(from: position)
        let first = min(position, entries.first { !$0.isAcknowledged }?.first ?? position)
        guard first <= acknowledgedThrough else { return }
        acknowledgedThrough = first - min(first, 1)
        acknowledgedAt = recordedAt
    }

    /// - Parameter order: Rises with each hand-out of this consumer.
    mutating func handedOut(_ position: UInt64, order: UInt64) {
        guard let index = Self.index(of: position, in: entries) else { return }
        entries[index].order = order
        noteHandedOut(position, isAcknowledged: false)
    }

    private mutating func noteHandedOut(_ position: UInt64, isAcknowledged: Bool) {
        handedOutThrough = max(handedOutThrough, position)
        if !isAcknowledged { untoldBegun += 1 }
    }

    // MARK: Answering

    /// - Returns: Whether there is one more to tell.
    mutating func acknowledge(_ position: UInt64, recordedAt: Int64) -> Bool {
        if let index = Self.index(of: position, in: entries), entries[index].isMessage(position, recordedAt) {
            return acknowledge(at: index)
        }
        // Of an earlier session, and not delivered again yet.
        if let index = Self.index(of: position, in: carried), carried[index].isMessage(position, recordedAt) {
            carried[index].isAcknowledged = true
        }
        return false
    }

    /// Acknowledges everything that was handed out up to a hand-out.
    mutating func acknowledge(through order: UInt64) {
        for index in entries.indices where entries[index].isHandedOut && entries[index].order <= order { _ = acknowledge(at: index) }
        for index in carried.indices where carried[index].order <= order { carried[index].isAcknowledged = true }
    }

    private mutating func acknowledge(at index: Int) -> Bool {
        guard !entries[index].isAcknowledged else { return false }
        settle(index)
        fresh.append(index)
        return true
    }

    private mutating func settle(_ index: Int) {
        entries[index].isAcknowledged = true
        if entries[index].isHandedOut, entries[index].first > begunThrough { untoldBegun -= 1 }
    }

    /// A message is answered otherwise than with an acknowledgement.
    ///
    /// - Parameter isFinal: Whether it is given up.
    /// - Returns: Whether to tell the answer. One that came in an earlier session and not yet in this one comes again, and is handed out again:
    ///   the end of that session was an answer of its own.
    mutating func returned(_ position: UInt64, recordedAt: Int64, isFinal: Bool) -> Bool {
        if let index = Self.index(of: position, in: entries), entries[index].isMessage(position, recordedAt) {
            guard !entries[index].isAcknowledged else { return false }
            settle(index)
            entries[index].isTold = true
            returned.insert(position, recordedAt: recordedAt, isFinal: isFinal)
            return true
        }
        if let index = Self.index(of: position, in: carried), carried[index].isMessage(position, recordedAt), !carried[index].isAcknowledged {
            carried.remove(at: index)
            returned.insert(position, recordedAt: recordedAt, isFinal: false)
        }
        return false
    }

    /// What came again is answered.
    mutating func returned(again position: UInt64, recordedAt: Int64, isFinal: Bool) {
        returned.insert(position, recordedAt: recordedAt, isFinal: isFinal)
    }

    /// What came again is acknowledged.
    mutating func acknowledged(again position: UInt64) { returned.remove(position) }

    // MARK: Telling

    /// The first of the handed-out messages that were not told as begun to the last one, where they are not acknowledged; once.
    ///
    /// Take the acknowledgements first: the gateway passes over what it has them of.
    mutating func takeBegun() -> ClosedRange<UInt64>? {
        guard untoldBegun > 0 else {
            begunThrough = handedOutThrough
            return nil
        }
        var begun: ClosedRange<UInt64>?
        var index = Self.lowerBound(begunThrough + 1, in: entries)
        while index < entries.count, entries[index].first <= handedOutThrough {
            let position = entries[index].first
            if entries[index].isHandedOut, !entries[index].isAcknowledged { begun = (begun?.lowerBound ?? position)...position }
            index += 1
        }
        begunThrough = handedOutThrough
        untoldBegun = 0
        return begun
    }

    /// The acknowledgements to tell now, as ranges of positions that follow on each other.
    ///
    /// No range passes over a position that is not acknowledged here, wanted or not: a message that failed in an earlier session, or a dead letter
    /// that is tried again, may be on its way with that position, and would be settled unseen.
    mutating func takeRanges() -> [ClosedRange<UInt64>] {
        fresh.sort()
        var ranges: [ClosedRange<UInt64>] = []
        for index in fresh {
            let position = entries[index].first
            if let last = ranges.last, last.upperBound + 1 == position {
                ranges[ranges.count - 1] = last.lowerBound...position
            } else {
                ranges.append(position...position)
            }
            entries[index].isTold = true
        }
        fresh.removeAll(keepingCapacity: true)
        while let entry = entries.first, entry.isTold {
            if entry.last > acknowledgedThrough { (acknowledgedThrough, acknowledgedAt) = (entry.last, entry.recorded.upperBound) }
            entries.removeFirst()
        }
        if entries.count >= compactionCount { compact() }
        return ranges
    }

    /// Joins neighbours that are told: with one message that is never acknowledged, all that follow would stay.
    private mutating func compact() {
        entries = Self.joined(entries)
        // Doubling: each entry is looked at a constant number of times.
        compactionCount = max(Self.compactionCountMin, 2 * entries.count)
    }

    private static func joined(_ entries: some Sequence<Entry>) -> Deque<Entry> {
        var joined: Deque<Entry> = []
        for entry in entries {
            guard entry.isTold, let last = joined.last, last.isTold else {
                joined.append(entry)
                continue
            }
            joined[joined.count - 1].last = entry.last
            let earliest = min(last.recorded.lowerBound, entry.recorded.lowerBound)
            joined[joined.count - 1].recorded = earliest...max(last.recorded.upperBound, entry.recorded.upperBound)
        }
        return joined
    }

    // MARK: Sessions

    /// Where an ephemeral consumer goes on after a lost session.
    var resumePosition: UInt64 { min(acknowledgedThrough + 1, returned.firstOpen ?? .max) }

    /// The first position that the application has not acknowledged, or that comes again.
    var settledPosition: UInt64 {
        var position = acknowledgedThrough + 1
        for entry in entries {
            guard entry.isAcknowledged else { return min(entry.first, returned.firstOpen ?? .max) }
            position = entry.last + 1
        }
        for entry in carried {
            guard entry.isAcknowledged else { return min(entry.first, returned.firstOpen ?? .max) }
            position = max(position, entry.last + 1)
        }
        return min(position, returned.firstOpen ?? .max)
    }

    /// Whether everything that came is answered.
    var isSettled: Bool { entries.allSatisfy(\.isAcknowledged) && carried.allSatisfy(\.isAcknowledged) }

    /// Whether something that was answered otherwise than with an acknowledgement comes again.
    var hasReturned: Bool { returned.firstOpen != nil }

    /// A session begins: everything before a position is settled.
    mutating func subscribed(at position: UInt64) {
        origin = position
        returned.removeAll(before: position)
    }

    /// The session ended: the gateway will deliver again what it has no acknowledgement for.
    mutating func lost() {
        // What this session did not bring again lies behind everything that it brought.
        carried = Self.joined(entries.filter(\.isHandedOut)) + carried
        entries.removeAll(keepingCapacity: true)
        fresh.removeAll(keepingCapacity: true)
        (origin, deliveredThrough, handedOutThrough, begunThrough) = (0, 0, 0, 0)
        untoldBegun = 0
    }

    /// The entry that begins at a position or holds it.
    private static func index(of position: UInt64, in entries: Deque<Entry>) -> Int? {
        let index = lowerBound(position, in: entries)
        return index < entries.count && entries[index].first <= position ? index : nil
    }

    /// The first entry that does not end before a position.
    private static func lowerBound(_ position: UInt64, in entries: Deque<Entry>) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].last < position { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
