/// Parts of a whole, put together so that no group is of one to four people: the one rule by which figures in parts leave an office [I].
///
/// A part may be counted in several ways, where several figures are told of it: then no figure of a group is about one to four. Small parts are put
/// together under ``otherCode``. Where they are still too few, the smallest of the others joins them, or they could be counted out of the total.
struct SmallGroups {
    /// Where parts are put together that are too small to be told.
    static let otherCode = "other"

    /// Each group's code, and the parts it is made of. Parts that are about nobody are in none.
    let groups: [(code: String, parts: [String])]

    /// - Parameter counts: How many people each figure of a part is about, by the part's code; as many for every part.
    /// - Returns: Nil where the whole is too small in a figure: then there is no way to tell it.
    init?(_ counts: [String: [Int]]) {
        let named = counts.filter { $0.key != Self.otherCode && $0.value.contains { $0 > 0 } }
        var kept = named.filter { Self.canBeTold([$0.value]) }
        var other = counts.filter { kept[$0.key] == nil && $0.value.contains { $0 > 0 } }
        while !Self.canBeTold(other.values),
            let smallest = kept.min(by: { (Self.size($0.value), $0.key) < (Self.size($1.value), $1.key) })
        {
            other[smallest.key] = smallest.value
            kept[smallest.key] = nil
        }
        guard Self.canBeTold(other.values) else { return nil }
        let rest = other.isEmpty ? [] : [(code: Self.otherCode, parts: other.keys.sorted())]
        groups = (kept.keys.map { (code: $0, parts: [$0]) } + rest).sorted { $0.code < $1.code }
    }

    /// A figure's value in each group; `all` is 0 where there is no group.
    func sums(of values: [String: Int64]) -> [(code: String, value: Int64)] {
        guard !groups.isEmpty else { return [("all", 0)] }
        return groups.map { group in (group.code, group.parts.reduce(0) { $0 + values[$1, default: 0] }) }
    }

    private static func size(_ counts: [Int]) -> Int { counts.reduce(0, +) }

    /// Whether each figure of some parts together is about nobody, or about enough.
    private static func canBeTold(_ parts: some Collection<[Int]>) -> Bool {
        let figures = parts.map(\.count).max() ?? 0
        return (0..<figures).allSatisfy { figure in
            let count = parts.reduce(0) { $0 + $1[figure] }
            return count == SmallCount.suppressed(count)
        }
    }
}
