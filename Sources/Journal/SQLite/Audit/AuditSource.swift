/// Reads what a journal has of its audit chain, block by block, each with what is left of its messages. Works on the file of a running gateway too: all
/// that it reads is of one moment.
///
/// Constant memory but for one block at a time.
final class AuditSource {
    let connection: Connection
    let state: JournalState
    let names: AuditNames
    private let blocks: Statement
    private let messages: Statement
    private let leaf: Statement
    private var isReading = false
    private var pending: MessageEntry?
    private var pendingBytes: [UInt8] = []
    private var isAtEnd = false

    /// What is left of a message.
    enum Remains {
        case message(MessageEntry, UnsafeRawBufferPointer)
        case leaf([UInt8])
        case nothing
    }

    /// A block as it is stored.
    struct StoredBlock {
        let block: AuditBlock
        let head: AuditDigest
        let hints: [UInt8]
    }

    init(path: String) throws(JournalError) {
        connection = try Connection(momentOf: path)
        state = try StateReader(connection: connection).state()
        var names = AuditNames()
        names.add(state.clients, state.types)
        self.names = names
        blocks = try connection.prepare("SELECT number, first, count, at, root, head, hints FROM block WHERE number >= ? ORDER BY number")
        messages = try connection.prepare("SELECT \(Schema.messageColumns) FROM message WHERE position >= ? ORDER BY position")
        leaf = try connection.prepare("SELECT hash FROM leaf WHERE position = ?")
    }

    /// Goes to a block, so that ``nextBlock()`` gives it or the first one after it.
    func start(at number: UInt64) {
        blocks.reset()
        messages.reset()
        blocks.bind(1, number)
        (isReading, isAtEnd, pending) = (false, false, nil)
    }

    /// - Throws: ``AuditFault`` where a hash is no hash.
    func nextBlock() throws -> StoredBlock? {
        guard try blocks.step() else { return nil }
        let number = blocks.unsigned(0)
        guard let root = AuditDigest(blocks.bytes(4)), let head = AuditDigest(blocks.bytes(5)) else {
            throw AuditFault(block: number, position: blocks.unsigned(1), "its root or its head is no hash")
        }
        let block = AuditBlock(number: number, first: blocks.unsigned(1), count: blocks.unsigned(2), at: blocks.integer(3), root: root)
        return StoredBlock(block: block, head: head, hints: Array(blocks.bytes(6)))
    }

    /// What is left of each message of a block, in order. Blocks in order, too.
    func forEachMessage(of block: AuditBlock, _ body: (UInt64, Remains) throws -> Void) throws {
        for position in block.first..<(block.first + block.count) {
            while (pending?.position ?? 0) < position, !isAtEnd { try readNext(from: position) }
            if let pending, pending.position == position {
                try pendingBytes.withUnsafeBytes { try body(position, .message(pending, $0)) }
                continue
            }
            leaf.bind(1, position)
            let hash = try leaf.step() ? Array(leaf.bytes(0)) : nil
            leaf.reset()
            try body(position, hash.map { .leaf($0) } ?? .nothing)
        }
    }

    /// The first message that is stored at a position or after it.
    func firstStored(from position: UInt64) throws(JournalError) -> UInt64? {
        let first = try connection.prepare("SELECT min(position) FROM message WHERE position >= ?")
        first.bind(1, position)
        guard try first.step() else { return nil }
        let found = first.unsigned(0)
        return found == 0 ? nil : found
    }

    private func readNext(from position: UInt64) throws(JournalError) {
        if !isReading {
            messages.bind(1, position)
            isReading = true
        }
        pendingBytes.removeAll(keepingCapacity: true)
        guard try messages.step() else {
            (pending, isAtEnd) = (nil, true)
            return
        }
        pending = messages.storedMessage(into: &pendingBytes)
    }

    // MARK: Single ones

    /// The block of a position.
    func block(of position: UInt64) throws -> StoredBlock? {
        let number = try connection.prepare("SELECT number FROM block WHERE first <= ? ORDER BY first DESC LIMIT 1")
        number.bind(1, position)
        guard try number.step() else { return nil }
        start(at: number.unsigned(0))
        guard let block = try nextBlock(), block.block.first + block.block.count > position else { return nil }
        return block
    }

    func block(number: UInt64) throws -> StoredBlock? {
        start(at: number)
        guard let block = try nextBlock(), block.block.number == number else { return nil }
        return block
    }

    /// The seals from a block on, with the heads that the chain has there.
    func forEachSeal(from block: UInt64, _ body: (AuditSeal?, UInt64) throws -> Bool) throws {
        let seals = try connection.prepare(
            """
            SELECT seal.block, seal.at, seal.key, seal.signature, block.head, block.first + block.count - 1
            FROM seal LEFT JOIN block ON block.number = seal.block WHERE seal.block >= ? ORDER BY seal.block
            """
        )
        seals.bind(1, block)
        while try seals.step() {
            let number = seals.unsigned(0)
            let seal = AuditDigest(seals.bytes(4)).map {
                AuditSeal(
                    block: number,
                    lastPosition: seals.unsigned(5),
                    head: $0,
                    at: seals.integer(1),
                    key: Array(seals.bytes(2)),
                    signature: Array(seals.bytes(3))
                )
            }
            guard try body(seal, number) else {
                seals.reset()
                return
            }
        }
    }

    /// A message as the audit chain has it.
    func record(_ entry: MessageEntry, _ bytes: UnsafeRawBufferPointer) -> AuditRecord {
        func part(_ slice: ByteSlice) -> [UInt8] { Array(bytes[slice.range]) }
        var id: [UInt8] = []
        for half in [entry.idHigh, entry.idLow] { withUnsafeBytes(of: half.bigEndian) { id += $0 } }
        return AuditRecord(
            position: entry.position,
            recordedAt: entry.recordedAt,
            client: names.client(entry.client),
            clientSequence: entry.clientSequence,
            type: names.type(entry.type),
            isExercise: entry.isExercise,
            id: id,
            chain: part(entry.chain),
            content: .bytes(key: part(entry.key), body: part(entry.body))
        )
    }
}
