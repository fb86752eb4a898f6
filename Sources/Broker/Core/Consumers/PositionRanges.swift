/// A set of positions as ranges that neither touch nor overlap, in rising order.
struct PositionRanges: Equatable, Sendable {
    private(set) var ranges: [ClosedRange<UInt64>] = []

    var isEmpty: Bool { ranges.isEmpty }

    init() {}

    init(_ ranges: some Sequence<ClosedRange<UInt64>>) {
        for range in ranges { insert(range) }
    }

    func contains(_ position: UInt64) -> Bool {
        let index = firstIndex(endingAtOrAfter: position)
        return index < ranges.count && ranges[index].contains(position)
    }

    /// Adds a range, and joins it with those it touches. Cheap where it lies after all others.
    mutating func insert(_ range: ClosedRange<UInt64>) {
        // Those that touch it: from the first that ends at its neighbour or later, to the last that begins at its neighbour or before.
        let first = firstIndex(endingAtOrAfter: range.lowerBound == 0 ? 0 : range.lowerBound - 1)
        var last = first
        var joined = range
        while last < ranges.count, range.upperBound == .max || ranges[last].lowerBound <= range.upperBound + 1 {
            joined = min(joined.lowerBound, ranges[last].lowerBound)...max(joined.upperBound, ranges[last].upperBound)
            last += 1
        }
        ranges.replaceSubrange(first..<last, with: CollectionOfOne(joined))
    }

    /// Forgets everything before a position.
    mutating func removeAll(before position: UInt64) {
        let index = firstIndex(endingAtOrAfter: position)
        ranges.removeFirst(index)
        if let first = ranges.first, first.lowerBound < position { ranges[0] = position...first.upperBound }
    }

    /// What a consumer has settled since it was stored: these ranges and everything up to its position, less what was settled then.
    func added(to stored: PositionRanges, from storedPosition: UInt64, through position: UInt64) -> [ClosedRange<UInt64>] {
        var all = self
        if storedPosition < position { all.insert(storedPosition...(position - 1)) }
        guard !stored.isEmpty else { return all.ranges }
        var added: [ClosedRange<UInt64>] = []
        var index = 0
        for range in all.ranges {
            var first = range.lowerBound
            while index < stored.ranges.count, stored.ranges[index].upperBound < first { index += 1 }
            var known = index
            while known < stored.ranges.count, stored.ranges[known].lowerBound <= range.upperBound {
                if stored.ranges[known].lowerBound > first { added.append(first...(stored.ranges[known].lowerBound - 1)) }
                first = stored.ranges[known].upperBound + 1
                known += 1
            }
            if first <= range.upperBound { added.append(first...range.upperBound) }
        }
        return added
    }

    private func firstIndex(endingAtOrAfter position: UInt64) -> Int {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < position { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
