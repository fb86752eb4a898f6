/// The writing connection's statements about the audit chain. Not `Sendable`: ``SQLiteWriter`` has it.
final class AuditWriter {
    private let key: AuditKey?
    private let insert: Statement
    private let last: Statement
    private let insertSeal: Statement
    private let lastSealed: Statement
    private let leafWriter: AuditLeafWriter
    private(set) var names = AuditNames()
    private var chain = Chain()
    private var leaves: [AuditDigest] = []
    private var hints: [UInt8] = []
    /// The last one since the journal was opened.
    private(set) var lastSeal: AuditSeal?

    /// Where the chain ends, and what of it is signed.
    fileprivate struct Chain {
        var number: UInt64 = 0
        var lastPosition: UInt64 = 0
        var head = AuditDigest.zero
        var sealed: UInt64 = 0
        var sealedAt: Int64 = .min / 2
    }

    /// What a batch adds, once it is committed.
    struct Chained {
        fileprivate var chain: Chain
        fileprivate var seal: AuditSeal?
    }

    /// Microseconds from one seal to the next while messages come: signing each commit would cost a lone message a tenth of its time.
    private static let sealInterval: Int64 = 1_000_000

    init(_ connection: Connection, key: AuditKey?) throws(JournalError) {
        self.key = key
        insert = try connection.prepare("INSERT INTO block (number, first, count, at, root, head, hints) VALUES (?, ?, ?, ?, ?, ?, ?)")
        insertSeal = try connection.prepare("INSERT INTO seal (block, at, key, signature) VALUES (?, ?, ?, ?)")
        lastSealed = try connection.prepare("SELECT max(block) FROM seal")
        last = try connection.prepare("SELECT number, head, first + count - 1 FROM block ORDER BY number DESC LIMIT 1")
        leafWriter = try AuditLeafWriter(connection)
    }

    func recover(_ state: JournalState) throws(JournalError) {
        names.add(state.clients, state.types)
        chain = Chain()
        if try lastSealed.step() {
            chain.sealed = lastSealed.unsigned(0)
            lastSealed.reset()
        }
        guard try last.step() else { return }
        defer { last.reset() }
        guard let head = AuditDigest(last.bytes(1)) else {
            throw JournalError(.damaged, "the last block of the audit chain is damaged: keep the journal for inspection, and restore the last backup")
        }
        (chain.number, chain.head, chain.lastPosition) = (last.unsigned(0), head, last.unsigned(2))
    }

    /// Learns names, before messages of them come.
    func add(_ clients: [ClientRecord], _ types: [TypeRecord]) { names.add(clients, types) }

    /// Begins the block of a batch.
    func begin() {
        leaves.removeAll(keepingCapacity: true)
        hints.removeAll(keepingCapacity: true)
    }

    /// Adds leaves to the block, in order.
    func append(_ leaves: [AuditDigest]) {
        self.leaves += leaves
        for leaf in leaves { leaf.withBytes { hints.append(contentsOf: $0.prefix(AuditBlock.hintBytes)) } }
    }

    /// Stores the block, within the batch's transaction, and signs it where that is due.
    ///
    /// - Returns: What ``adopt(_:)`` takes when the batch is committed; nil: it has no messages.
    func finish(_ batch: JournalBatch) throws(JournalError) -> Chained? {
        guard let first = batch.messages?.entries.first else { return nil }
        let block = AuditBlock(
            number: chain.number + 1,
            first: first.position,
            count: UInt64(leaves.count),
            at: batch.at,
            root: MerkleTree.root(leaves[...])
        )
        var next = Chained(chain: chain)
        next.chain.number = block.number
        next.chain.lastPosition = block.first + block.count - 1
        next.chain.head = AuditHash.head(of: block, after: chain.head)
        insert.bind(1, block.number)
        insert.bind(2, block.first)
        insert.bind(3, block.count)
        insert.bind(4, block.at)
        insert.bind(5, block.root.bytes)
        insert.bind(6, next.chain.head.bytes)
        insert.bind(7, hints)
        try insert.run()
        if batch.at - chain.sealedAt >= Self.sealInterval { next.seal = try seal(&next.chain, at: batch.at) }
        return next
    }

    func adopt(_ chained: Chained?) {
        guard let chained else { return }
        chain = chained.chain
        lastSeal = chained.seal ?? lastSeal
    }

    /// Signs the last block, where it is not signed yet.
    func seal(at time: Int64) throws(JournalError) {
        lastSeal = try seal(&chain, at: time) ?? lastSeal
    }

    private func seal(_ chain: inout Chain, at time: Int64) throws(JournalError) -> AuditSeal? {
        guard let key, chain.number > chain.sealed,
            let seal = AuditSeal(block: chain.number, lastPosition: chain.lastPosition, head: chain.head, at: time, by: key)
        else { return nil }
        insertSeal.bind(1, seal.block)
        insertSeal.bind(2, seal.at)
        insertSeal.bind(3, seal.key)
        insertSeal.bind(4, seal.signature)
        try insertSeal.run()
        (chain.sealed, chain.sealedAt) = (chain.number, time)
        return seal
    }

    // MARK: Messages that go

    /// Keeps the leaf of a message that is about to go.
    func keepLeaf(of position: UInt64) throws(JournalError) { try leafWriter.keep(position, names) }

    /// Of blocks that are gone as a whole the roots stand for the leaves.
    func forgetLeaves(of positions: [UInt64]) throws(JournalError) { try leafWriter.forget(positions) }
}
