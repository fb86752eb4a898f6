/// Reads a journal's audit chain again and compares everything: messages with leaves, leaves with roots, roots with heads, heads with seals.
public struct AuditVerifier {
    private let source: AuditSource
    private var report = AuditReport()
    private var label: [UInt8] = []
    private var leaves: [AuditDigest] = []

    /// Opens a journal's file for reading.
    ///
    /// - Throws: ``JournalError``.
    public init(path: String) throws(JournalError) { source = try AuditSource(path: path) }

    /// Verifies the chain.
    ///
    /// - Parameters:
    ///   - key: The gateway's public key; nil: any one key that signed all of it.
    ///   - since: Seals that are known from elsewhere: the chain has to hold them.
    ///   - isFromSeal: Whether what lies before the last of these is taken as verified.
    ///   - progress: Called now and then with the number of messages.
    /// - Throws: ``AuditFault``: the first thing that is wrong; ``JournalError``: the file cannot be read.
    public mutating func verify(
        key: [UInt8]?,
        known: [AuditSeal] = [],
        isFromSeal: Bool = false,
        progress: (UInt64) -> Void = { _ in }
    ) throws -> AuditReport {
        report = AuditReport()
        for seal in known { try verifyKnown(seal, key) }
        let start = isFromSeal ? known.max { $0.block < $1.block } : nil
        try verifyBlocks(after: start, progress)
        try verifyEnd()
        try verifyDeadLetters()
        try verifySeals(key: key ?? start?.key, after: start)
        return report
    }

    /// The journal's last message.
    public var lastPosition: UInt64 { source.state.lastPosition }

    /// Whether the chain holds what a seal was made of.
    public func holds(_ seal: AuditSeal) throws -> Bool { try source.block(number: seal.block)?.head == seal.head }

    /// A chain that was cut off, rolled back or made anew does not hold what was sealed before.
    private func verifyKnown(_ seal: AuditSeal, _ key: [UInt8]?) throws {
        guard seal.isSigned else { throw AuditFault(block: seal.block, "the saved seal is not signed by its own key") }
        guard key == nil || key == seal.key else { throw AuditFault(block: seal.block, "the saved seal is of another key") }
        guard let stored = try source.block(number: seal.block) else {
            throw AuditFault(
                block: seal.block,
                position: source.state.lastPosition + 1,
                "the saved seal reaches to position \(seal.lastPosition), the journal does not: it was cut off or rolled back"
            )
        }
        guard stored.head == seal.head else {
            throw AuditFault(block: seal.block, "its head is not the sealed one: it, or something before it, was changed")
        }
    }

    // MARK: Blocks

    private mutating func verifyBlocks(after start: AuditSeal?, _ progress: (UInt64) -> Void) throws {
        var next: UInt64?
        if let start {
            (report.lastBlock, report.lastHead, report.lastPosition) = (start.block, start.head, start.lastPosition)
            next = start.lastPosition + 1
        }
        source.start(at: report.lastBlock + 1)
        while let stored = try source.nextBlock() {
            let block = stored.block
            guard block.number == report.lastBlock + 1 else {
                throw AuditFault(block: report.lastBlock + 1, position: next, "the block is not there")
            }
            guard block.count > 0, block.count < 1 << 32, next.map({ $0 == block.first }) ?? true, block.first > 0 else {
                throw AuditFault(block: block.number, position: next, "it does not follow on the block before it")
            }
            if next == nil { report.unchained = block.first - 1 }
            // The messages first, so that the first wrong one is named, and not only the head that does not fit it.
            try verifyMessages(of: stored)
            guard AuditHash.head(of: block, after: report.lastHead) == stored.head else {
                throw AuditFault(block: block.number, position: block.first, "its head does not fit it and the block before it")
            }
            report.blocks += 1
            report.messages += block.count
            (report.lastBlock, report.lastHead, report.lastPosition) = (block.number, stored.head, block.first + block.count - 1)
            next = report.lastPosition + 1
            if block.number.isMultiple(of: 64) { progress(report.messages) }
        }
    }

    private mutating func verifyMessages(of stored: AuditSource.StoredBlock) throws {
        let block = stored.block
        leaves.removeAll(keepingCapacity: true)
        var missing: UInt64?
        var gone: UInt64 = 0
        // Not `self` inside the closure: exclusive access to it is checked at run time, and this runs for each message.
        let names = source.names
        var (label, leaves) = (self.label, self.leaves)
        try source.forEachMessage(of: block) { position, remains in
            switch remains {
            case .message(let entry, let bytes): leaves.append(names.leaf(of: entry, in: bytes, &label))
            case .leaf(let hash):
                guard let leaf = AuditDigest(hash) else {
                    throw AuditFault(block: block.number, position: position, "what is left of the message is no hash")
                }
                leaves.append(leaf)
                gone += 1
            case .nothing:
                missing = missing ?? position
                gone += 1
            }
        }
        if let missing {
            // Gone as a whole, the root stands for it; gone in part, each message has left its leaf.
            guard leaves.isEmpty else {
                throw AuditFault(block: block.number, position: missing, "the message is not there, nor what was to be left of it")
            }
        } else if MerkleTree.root(leaves[...]) != block.root {
            throw AuditFault(block: block.number, position: firstWrong(leaves, stored), "the message is not what was committed there")
        }
        report.gone += gone
        (self.label, self.leaves) = (label, leaves)
    }

    /// The message whose leaf does not have its hint; the block's first where the hints were changed with it.
    private func firstWrong(_ leaves: [AuditDigest], _ stored: AuditSource.StoredBlock) -> UInt64 {
        let wrong = leaves.indices.first { index in
            let hint = stored.hints.dropFirst(index * AuditBlock.hintBytes).prefix(AuditBlock.hintBytes)
            return !leaves[index].withBytes { $0.prefix(AuditBlock.hintBytes).elementsEqual(hint) }
        }
        return stored.block.first + UInt64(wrong ?? 0)
    }

    private mutating func verifyEnd() throws {
        let last = report.lastPosition
        if let extra = try source.firstStored(from: last + 1), report.lastBlock > 0 {
            throw AuditFault(block: report.lastBlock + 1, position: extra, "the message is in no block: it was not committed by a gateway")
        }
        guard report.lastBlock == 0 || source.state.lastPosition == last else {
            throw AuditFault(
                block: report.lastBlock + 1,
                position: min(last, source.state.lastPosition) + 1,
                "the chain ends at position \(last), the journal at \(source.state.lastPosition)"
            )
        }
        if report.lastBlock == 0 { report.unchained = source.state.lastPosition }
    }

    // MARK: Copies and seals

    /// A dead letter has a copy of its message, which can be all that is left of it.
    private mutating func verifyDeadLetters() throws {
        let dead = try source.connection.prepare("SELECT \(Schema.messageColumns) FROM dead WHERE position > ? ORDER BY position")
        dead.bind(1, report.unchained)
        let names = source.names
        var (bytes, label): ([UInt8], [UInt8]) = ([], [])
        while try dead.step() {
            bytes.removeAll(keepingCapacity: true)
            let entry = dead.storedMessage(into: &bytes)
            let copy = bytes.withUnsafeBytes { names.leaf(of: entry, in: $0, &label) }
            guard let stored = try source.block(of: entry.position) else { continue }
            var original: AuditDigest?
            try source.forEachMessage(of: AuditBlock(number: 0, first: entry.position, count: 1, at: 0, root: .zero)) { _, remains in
                switch remains {
                case .message(let entry, let bytes): original = names.leaf(of: entry, in: bytes, &label)
                case .leaf(let hash): original = AuditDigest(hash)
                case .nothing: break
                }
            }
            guard original == copy else {
                throw AuditFault(block: stored.block.number, position: entry.position, "its copy among the dead letters is not what was committed")
            }
            report.deadLetters += 1
        }
    }

    private mutating func verifySeals(key: [UInt8]?, after start: AuditSeal?) throws {
        var key = key
        try source.forEachSeal(from: (start?.block ?? 0) + 1) { seal, number in
            guard let seal else {
                throw AuditFault(block: number, position: source.state.lastPosition + 1, "it is sealed and not there: the journal was cut off")
            }
            guard seal.isSigned else { throw AuditFault(block: number, "its seal does not fit: the head was forged, or the seal") }
            guard key == nil || seal.key == key else { throw AuditFault(block: number, "its seal is of another key") }
            key = seal.key
            report.seals += 1
            report.lastSeal = seal
            return true
        }
        report.unsealed = report.lastBlock - (report.lastSeal?.block ?? start?.block ?? 0)
    }
}
