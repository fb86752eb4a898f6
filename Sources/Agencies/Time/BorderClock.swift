/// The clocks of the two sides: Lạng Sơn is UTC+7, Pingxiang UTC+8, the whole year round.
public enum BorderClock: Sendable, CaseIterable {
    case vietnam, china

    /// Seconds ahead of UTC.
    public var offset: Int64 { self == .vietnam ? 7 * 3_600 : 8 * 3_600 }
}
