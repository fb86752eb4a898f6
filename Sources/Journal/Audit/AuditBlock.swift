/// The messages of one commit, in the audit chain.
public struct AuditBlock: Hashable, Sendable {
    /// From 1, without a gap.
    public let number: UInt64
    /// The first message's position; the block's messages have positions without a gap.
    public let first: UInt64
    public let count: UInt64
    /// When it was committed: microseconds since 1970-01-01T00:00:00Z.
    public let at: Int64
    /// The root of the tree over its messages (RFC 6962).
    public let root: AuditDigest

    /// Of each leaf, kept beside the block: which message it is where the root does not fit.
    static let hintBytes = 4

    public init(number: UInt64, first: UInt64, count: UInt64, at: Int64, root: AuditDigest) {
        self.number = number
        self.first = first
        self.count = count
        self.at = at
        self.root = root
    }
}
