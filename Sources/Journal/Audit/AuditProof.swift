/// That one message is in the gateway's log, at its place, as it was committed: what an inspector can check without the gateway.
public struct AuditProof: Hashable, Sendable {
    public var message: AuditRecord
    /// The hashes from the message's leaf up to its block's root.
    public var path: [AuditDigest]
    /// The head before the first of the blocks.
    public var previousHead: AuditDigest
    /// The message's own block, and those up to the sealed one.
    public var blocks: [AuditBlock]
    public var seal: AuditSeal

    public init(message: AuditRecord, path: [AuditDigest], previousHead: AuditDigest, blocks: [AuditBlock], seal: AuditSeal) {
        self.message = message
        self.path = path
        self.previousHead = previousHead
        self.blocks = blocks
        self.seal = seal
    }

    /// Checks it.
    ///
    /// - Parameter key: The gateway's public key, known from elsewhere; nil: the signature is checked, and not whose it is.
    /// - Throws: ``AuditFault``: the first thing that does not fit.
    public func check(key: [UInt8]?) throws(AuditFault) {
        guard let block = blocks.first else { throw AuditFault(block: seal.block, "the proof has no block") }
        let position = message.position
        guard position >= block.first, position - block.first < block.count, let index = Int(exactly: position - block.first),
            let count = Int(exactly: block.count)
        else { throw AuditFault(block: block.number, position: position, "the message is not of this block") }
        guard let leaf = message.leaf, MerkleTree.root(of: leaf, at: index, count: count, path: path) == block.root else {
            throw AuditFault(block: block.number, position: position, "the message is not what was committed there")
        }
        var head = previousHead
        var next = (number: block.number, first: block.first)
        for block in blocks {
            let (last, isOverflow) = block.first.addingReportingOverflow(block.count)
            guard block.number == next.number, block.first == next.first, block.count > 0, !isOverflow, block.number < .max else {
                throw AuditFault(block: block.number, "it does not follow on the block before it")
            }
            head = AuditHash.head(of: block, after: head)
            next = (block.number + 1, last)
        }
        guard seal.block == next.number - 1, seal.lastPosition == next.first - 1, seal.head == head else {
            throw AuditFault(block: seal.block, "the seal is of another chain")
        }
        guard seal.isSigned else { throw AuditFault(block: seal.block, "the seal does not fit") }
        guard key == nil || key == seal.key else { throw AuditFault(block: seal.block, "the seal is of another key") }
    }
}
