import DequeModule

/// What is delivered and not settled: decides what to hand out, and which acknowledgements to send. Does no I/O.
struct DeliveryWindow {
    private struct Entry {
        let position: UInt64
        var isHandedOut: Bool
        var isAcknowledged = false
    }

    /// This session's deliveries in order, from the first whose acknowledgement is not sent.
    private var entries: Deque<Entry> = []
    /// Acknowledged and not told yet.
    private(set) var untold = 0
    /// Everything delivered up to here is acknowledged.
    private(set) var acknowledgedThrough: UInt64 = 0
    /// What the application got in an earlier session, by position: whether it has acknowledged it.
    private var carried: [UInt64: Bool] = [:]

    enum Answer: Equatable {
        case handOut
        /// The application has it already.
        case keep
    }

    /// A delivery came.
    mutating func delivered(_ position: UInt64) -> Answer {
        if position <= acknowledgedThrough || carried[position] == true {
            // Acknowledged in a session that ended before the gateway heard it.
            carried[position] = nil
            entries.append(Entry(position: position, isHandedOut: true, isAcknowledged: true))
            untold += 1
            return .keep
        }
        if carried.removeValue(forKey: position) != nil {
            entries.append(Entry(position: position, isHandedOut: true))
            return .keep
        }
        entries.append(Entry(position: position, isHandedOut: false))
        return .handOut
    }

    mutating func handedOut(_ position: UInt64) {
        if let index = index(of: position) { entries[index].isHandedOut = true }
    }

    /// - Returns: Whether there is one more to tell.
    mutating func acknowledge(_ position: UInt64) -> Bool {
        guard let index = index(of: position) else {
            // Of an earlier session, and not delivered again yet.
            if carried[position] != nil { carried[position] = true }
            return false
        }
        guard !entries[index].isAcknowledged else { return false }
        entries[index].isAcknowledged = true
        untold += 1
        return true
    }

    /// The acknowledgements to tell now, as ranges of positions: neighbours in the order of delivery share one.
    mutating func takeRanges() -> [ClosedRange<UInt64>] {
        guard untold > 0 else { return [] }
        var ranges: [ClosedRange<UInt64>] = []
        var first: UInt64?
        var last: UInt64 = 0
        for entry in entries {
            if entry.isAcknowledged {
                if first == nil { first = entry.position }
                last = entry.position
            } else if let start = first {
                ranges.append(start...last)
                first = nil
            }
        }
        if let first { ranges.append(first...last) }
        while let entry = entries.first, entry.isAcknowledged {
            acknowledgedThrough = max(acknowledgedThrough, entry.position)
            entries.removeFirst()
        }
        untold = 0
        return ranges
    }

    /// The session ended: the gateway will deliver again what it has no acknowledgement for.
    mutating func lost() {
        for entry in entries where entry.isHandedOut { carried[entry.position] = entry.isAcknowledged }
        entries.removeAll(keepingCapacity: true)
        untold = 0
    }

    /// Positions rise within a session.
    private func index(of position: UInt64) -> Int? {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].position < position { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].position == position ? low : nil
    }
}
