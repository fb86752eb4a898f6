/// What the journal knows of a message with one consumer. Times are microseconds since 1970-01-01T00:00:00Z.
public enum Fate: Hashable, Sendable {
    /// Nothing: not settled, or before receipts were kept.
    case open
    case settled(at: Int64)
    /// A dead letter, perhaps tried again.
    case dead(at: Int64, attempts: UInt32, isRetrying: Bool)
    /// Was a dead letter, and was thrown away.
    case discarded(at: Int64)
}
