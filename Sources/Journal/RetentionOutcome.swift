/// What a ``RetentionStep`` did.
public struct RetentionOutcome: Hashable, Sendable {
    /// The messages that are gone, rising.
    public let removed: [UInt64]
    /// What is left of the type.
    public let kept: KeptMessages
    /// Whether the same step would go on.
    public let isMore: Bool

    public init(removed: [UInt64], kept: KeptMessages, isMore: Bool) {
        self.removed = removed
        self.kept = kept
        self.isMore = isMore
    }
}
