import DequeModule

/// What is delivered and not settled: decides what to hand out, and which acknowledgements to send. Does no I/O.
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
        var isHandedOut = false
        var isAcknowledged = false
        var isTold = false

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

    private static let compactionCountMin = 64

    enum Answer: Equatable {
        case handOut
        /// The application has it already.
        case keep
    }

    /// Acknowledged and not told yet.
    var untold: Int { fresh.count }
    /// How much is kept: for tests of the limit.
    var entryCount: Int { entries.count + carried.count }

    /// A delivery came.
    mutating func delivered(_ position: UInt64, recordedAt: Int64) -> Answer {
        // Positions rise within a session: what does not is no new message.
        if let last = entries.last, position <= last.last { return .keep }
        // What the gateway passes over, it has the acknowledgement of.
        while let earlier = carried.first, earlier.last < position { carried.removeFirst() }
        var entry = Entry(first: position, last: position, recorded: recordedAt...recordedAt)
        var isAnother = false
        if position <= acknowledgedThrough {
            // Acknowledged in a session that ended before the gateway heard it. Times rise with positions, so a later one is another message.
            entry.isAcknowledged = recordedAt <= acknowledgedAt
            isAnother = !entry.isAcknowledged
        } else if let known = carried.first, known.first <= position {
            entry.isHandedOut = known.recorded.contains(recordedAt)
            entry.isAcknowledged = entry.isHandedOut && known.isAcknowledged
            isAnother = !entry.isHandedOut
            if known.last == position { carried.removeFirst() }
        }
        if isAnother { journalWasRewound(to: position, recordedAt) }
        if entry.isAcknowledged {
            entry.isHandedOut = true
            fresh.append(entries.count)
        }
        entries.append(entry)
        return entry.isHandedOut ? .keep : .handOut
    }

    /// The gateway's journal was restored from an older state: what was learnt of positions from this one on is of other messages.
    private mutating func journalWasRewound(to position: UInt64, _ recordedAt: Int64) {
        carried.removeAll()
        let first = min(position, entries.first { !$0.isAcknowledged }?.first ?? position)
        guard first <= acknowledgedThrough else { return }
        acknowledgedThrough = first - min(first, 1)
        acknowledgedAt = recordedAt
    }

    mutating func handedOut(_ position: UInt64) {
        if let index = Self.index(of: position, in: entries) { entries[index].isHandedOut = true }
    }

    /// - Returns: Whether there is one more to tell.
    mutating func acknowledge(_ position: UInt64, recordedAt: Int64) -> Bool {
        if let index = Self.index(of: position, in: entries), entries[index].isMessage(position, recordedAt) {
            guard !entries[index].isAcknowledged else { return false }
            entries[index].isAcknowledged = true
            fresh.append(index)
            return true
        }
        // Of an earlier session, and not delivered again yet.
        if let index = Self.index(of: position, in: carried), carried[index].isMessage(position, recordedAt) {
            carried[index].isAcknowledged = true
        }
        return false
    }

    /// The acknowledgements to tell now, as ranges of positions: neighbours in the order of delivery share one.
    mutating func takeRanges() -> [ClosedRange<UInt64>] {
        fresh.sort()
        var ranges: [ClosedRange<UInt64>] = []
        var previous: Int?
        for index in fresh {
            let position = entries[index].first
            if let last = ranges.last, previous == index - 1 {
                ranges[ranges.count - 1] = last.lowerBound...position
            } else {
                ranges.append(position...position)
            }
            previous = index
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

    /// The session ended: the gateway will deliver again what it has no acknowledgement for.
    mutating func lost() {
        // What this session did not bring again lies behind everything that it brought.
        carried = Self.joined(entries.filter(\.isHandedOut)) + carried
        entries.removeAll(keepingCapacity: true)
        fresh.removeAll(keepingCapacity: true)
    }

    /// The entry that begins at a position or holds it.
    private static func index(of position: UInt64, in entries: Deque<Entry>) -> Int? {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].last < position { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].first <= position ? low : nil
    }
}
