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
