/// What a verified chain holds.
public struct AuditReport: Hashable, Sendable {
    public var blocks: UInt64 = 0
    public var messages: UInt64 = 0
    /// Of them, those that retention let go of: their leaves, or their blocks' roots, were checked.
    public var gone: UInt64 = 0
    /// Messages of before the chain began, in a journal that an earlier version made: nothing can be said of them.
    public var unchained: UInt64 = 0
    public var deadLetters: UInt64 = 0
    public var seals: UInt64 = 0
    /// Blocks after the last seal: what could still be changed by whoever can write the file.
    public var unsealed: UInt64 = 0
    public var lastBlock: UInt64 = 0
    public var lastPosition: UInt64 = 0
    public var lastHead = AuditDigest.zero
    public var lastSeal: AuditSeal?
}
