/// How far an order is filled, as the labour hub last told. Counts under five are told as 0, and kept so.
public struct OrderFill: Hashable, Sendable {
    public let offered: Int
    public let accepted: Int
    public let departed: Int

    init(offered: Int, accepted: Int, departed: Int) {
        self.offered = SmallCount.suppressed(offered)
        self.accepted = SmallCount.suppressed(accepted)
        self.departed = SmallCount.suppressed(departed)
    }

    /// A count for people: 0 may be any under five.
    public static func text(_ count: Int) -> String { count == 0 ? "< \(SmallCount.least)" : String(count) }
}
