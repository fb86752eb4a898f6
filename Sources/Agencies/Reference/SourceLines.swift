/// The lines of the plan's text that a row was read out of, counted from 1.
public struct SourceLines: Hashable, Sendable, CustomStringConvertible {
    /// Rising, and apart from each other.
    public let ranges: [ClosedRange<Int>]

    /// - Parameter text: Ranges with a space between them: `77-78`, `293`, `213-217 313-319`. Nil where it is anything else.
    public init?(_ text: String) {
        var ranges: [ClosedRange<Int>] = []
        for part in text.split(separator: " ", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map(Self.number)
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last,
                first > ranges.last?.upperBound ?? 0
            else { return nil }
            ranges.append(first...last)
        }
        self.ranges = ranges
    }

    public var description: String {
        ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: " ")
    }

    private static func number(_ text: Substring) -> Int? {
        guard (1...6).contains(text.utf8.count), text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int(text)
    }
}
