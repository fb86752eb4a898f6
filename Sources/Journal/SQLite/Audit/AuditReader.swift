/// Takes proofs and exports out of a journal's audit chain.
public struct AuditReader {
    private let source: AuditSource

    /// Opens a journal's file for reading; a running gateway's too.
    ///
    /// - Throws: ``JournalError``.
    public init(path: String) throws(JournalError) { source = try AuditSource(path: path) }

    /// The proof of one message.
    ///
    /// - Parameter withContent: Whether its key and body are in it as they are stored, or only their hash.
    /// - Throws: ``AuditFault`` where there is none: the message is not in the chain, not sealed yet, or gone with its whole block.
    public func proof(of position: UInt64, withContent: Bool) throws -> AuditProof {
        guard let stored = try source.block(of: position) else {
            throw AuditFault(block: 0, position: position, "there is no such message in the chain; the last one is \(source.state.lastPosition)")
        }
        var leaves: [AuditDigest] = []
        var record: AuditRecord?
        try source.forEachMessage(of: stored.block) { place, remains in
            switch remains {
            case .message(let entry, let bytes):
                let found = source.record(entry, bytes)
                if place == position { record = found }
                leaves += [found.leaf].compactMap(\.self)
            case .leaf(let hash): leaves += [AuditDigest(hash)].compactMap(\.self)
            case .nothing: break
            }
        }
        guard let record, leaves.count == Int(stored.block.count) else {
            throw AuditFault(block: stored.block.number, position: position, "retention has let go of the message: there is nothing to prove it with")
        }
        var seal: AuditSeal?
        try source.forEachSeal(from: stored.block.number) { found, _ in
            seal = found
            return false
        }
        guard let seal else {
            throw AuditFault(block: stored.block.number, position: position, "the message is not sealed yet: that takes about a second")
        }
        var blocks: [AuditBlock] = []
        source.start(at: stored.block.number)
        while let next = try source.nextBlock(), next.block.number <= seal.block { blocks.append(next.block) }
        return AuditProof(
            message: withContent ? record : record.withoutContent,
            path: MerkleTree.path(to: Int(position - stored.block.first), in: leaves),
            previousHead: try stored.block.number > 1 ? source.block(number: stored.block.number - 1)?.head ?? .zero : .zero,
            blocks: blocks,
            seal: seal
        )
    }

    /// Hands out the whole chain line by line, from a block on.
    ///
    /// - Returns: How many messages there were.
    package func export(from number: UInt64, withContent: Bool, _ write: (AuditDocument.Line) throws -> Void) throws -> UInt64 {
        let before = try number > 1 ? source.block(number: number - 1)?.head : .zero
        guard let before else { throw AuditFault(block: number, "there is no such block") }
        try write(.start(after: before))
        var seals: [AuditSeal] = []
        try source.forEachSeal(from: number) { seal, _ in
            if let seal { seals.append(seal) }
            return true
        }
        var nextSeal = seals[...]
        var count: UInt64 = 0
        source.start(at: number)
        while let stored = try source.nextBlock() {
            let block = stored.block
            var lines: [AuditDocument.Line] = []
            try source.forEachMessage(of: block) { _, remains in
                switch remains {
                case .message(let entry, let bytes):
                    let record = source.record(entry, bytes)
                    lines.append(.message(withContent ? record : record.withoutContent))
                case .leaf(let hash): lines += [AuditDigest(hash)].compactMap { $0.map { .leaf($0) } }
                case .nothing: break
                }
            }
            try write(.block(block, isGone: lines.isEmpty))
            for line in lines { try write(line) }
            count += UInt64(lines.count)
            if let seal = nextSeal.first, seal.block == block.number {
                try write(.seal(seal))
                nextSeal = nextSeal.dropFirst()
            }
        }
        return count
    }
}
