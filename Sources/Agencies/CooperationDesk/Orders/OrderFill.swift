/// How far an order is filled, as the labour hub last told. Counts under five are told as 0, and kept so. The last two are fives or
/// all, so that nobody can work out a smaller count from them (demand/v1/fill.proto).
public struct OrderFill: Hashable, Sendable {
    public let offered: Int
    public let accepted: Int
    public let departed: Int
    /// Nil: the labour hub does not say.
    public let returned: Int?

    init(offered: Int, accepted: Int, departed: Int, returned: Int? = nil) {
        self.offered = SmallCount.suppressed(offered)
        self.accepted = SmallCount.suppressed(accepted)
        self.departed = SmallCount.suppressed(departed)
        self.returned = returned.map(SmallCount.suppressed)
    }

    /// A count for people: 0 may be any under five, and a dash none that was told.
    public static func text(_ count: Int?) -> String { count.map { $0 == 0 ? "< \(SmallCount.least)" : String($0) } ?? "–" }
}
