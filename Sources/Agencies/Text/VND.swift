/// An amount in đồng, which has no minor unit: never a floating-point number.
public struct VND: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let dong: Int64

    public init(_ dong: Int64) {
        self.dong = dong
    }

    public static let zero = VND(0)

    /// Reads `1250000`, `1.250.000` or `1.250.000 ₫`; nil where it is anything else, negative, or above 10^15.
    public init?(_ text: String) {
        var digits = text
        for suffix in ["\u{a0}₫", " ₫", "₫", " đ", "đ"] where digits.hasSuffix(suffix) {
            digits.removeLast(suffix.count)
            break
        }
        let groups = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard let first = groups.first, (1...(groups.count == 1 ? 16 : 3)).contains(first.utf8.count),
            groups.dropFirst().allSatisfy({ $0.utf8.count == 3 }), groups.allSatisfy({ $0.utf8.allSatisfy { $0 &- 48 < 10 } }),
            let dong = Int64(groups.joined()), dong <= Self.most
        else { return nil }
        self.dong = dong
    }

    /// Far above the plan's total; sums of so many as a store can hold do not overflow.
    public static let most: Int64 = 1_000_000_000_000_000

    public static func < (left: VND, right: VND) -> Bool { left.dong < right.dong }
    public static func + (left: VND, right: VND) -> VND { VND(left.dong + right.dong) }
    public static func - (left: VND, right: VND) -> VND { VND(left.dong - right.dong) }

    /// `1.250.000 ₫`, as written in Vietnam, with a space that does not break.
    public var description: String {
        let digits = String(dong.magnitude)
        var groups: [Substring] = []
        var rest = digits[...]
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        groups.insert(rest, at: 0)
        return (dong < 0 ? "−" : "") + groups.joined(separator: ".") + "\u{a0}₫"
    }
}
