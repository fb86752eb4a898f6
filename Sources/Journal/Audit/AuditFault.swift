/// What is wrong with an audit chain: the first place, and what was expected there.
public struct AuditFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The first message that is affected; nil: a block as a whole, or a seal.
    public let position: UInt64?
    public let block: UInt64
    public let description: String

    public init(block: UInt64, position: UInt64? = nil, _ what: String) {
        self.block = block
        self.position = position
        description = (position.map { "position \($0), " } ?? "") + "block \(block): \(what)"
    }
}
