/// Positions that rise, as ranges.
struct ReadRanges {
    private(set) var ranges: [ClosedRange<UInt64>] = []

    mutating func append(_ position: UInt64) {
        if let last = ranges.last, position == last.upperBound + 1 {
            ranges[ranges.count - 1] = last.lowerBound...position
        } else {
            ranges.append(position...position)
        }
    }

    /// As many at once as one message tells.
    var parts: [ArraySlice<ClosedRange<UInt64>>] {
        stride(from: 0, to: ranges.count, by: ReadLog.rangesMax).map { ranges[$0..<min(ranges.count, $0 + ReadLog.rangesMax)] }
    }
}
