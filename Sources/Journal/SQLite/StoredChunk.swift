/// Some of a batch's messages as they are stored, with their leaves of the audit chain.
struct StoredChunk: Sendable {
    let segment: MessageSegment
    let leaves: [AuditDigest]
}

/// Makes some of a batch's messages ready to be stored: encrypts and hashes. Touches no file and no state, so that it can be done beside the writing.
struct ChunkPreparer: Sendable {
    let segment: MessageSegment
    let range: Range<Int>
    /// Nil: nothing is encrypted.
    let plan: EncryptionPlan?
    let names: AuditNames

    /// The messages of one chunk: some tenths of a millisecond of work.
    static let messagesMax = 256

    /// The chunks of a batch, in order.
    static func chunks(of segment: MessageSegment) -> [Range<Int>] {
        let count = segment.entries.count
        return stride(from: 0, to: count, by: messagesMax).map { $0..<min(count, $0 + messagesMax) }
    }

    func prepare() throws(JournalError) -> StoredChunk {
        let stored = try plan.map { (plan) throws(JournalError) in try encrypt(plan) }
        let (bytes, entries) = (stored?.bytes ?? segment.bytes, stored?.entries[...] ?? segment.entries[range])
        var leaves: [AuditDigest] = []
        leaves.reserveCapacity(range.count)
        var label: [UInt8] = []
        bytes.withUnsafeBytes { bytes in
            for entry in entries { leaves.append(names.leaf(of: entry, in: bytes, &label)) }
        }
        return StoredChunk(segment: stored ?? MessageSegment(bytes: segment.bytes, entries: Array(entries)), leaves: leaves)
    }

    private func encrypt(_ plan: EncryptionPlan) throws(JournalError) -> MessageSegment {
        var encryptor = BodyEncryptor()
        var entries = Array(segment.entries[range])
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.reduce(0) { $0 + Int($1.key.count + $1.body.count + $1.chain.count) + 96 })
        let content = segment.bytes
        try content.span.bytes.withUnsafeBytes { (source) throws(JournalError) in
            for index in entries.indices {
                let entry = entries[index]
                let (key, body) = (
                    UnsafeRawBufferPointer(rebasing: source[entry.key.range]), UnsafeRawBufferPointer(rebasing: source[entry.body.range])
                )
                let message = plan.messages[index]
                let start = UInt32(bytes.count)
                if message.parts.isEmpty {
                    bytes.append(contentsOf: key)
                    entries[index].key = ByteSlice(offset: start, count: entry.key.count)
                    entries[index].body = ByteSlice(offset: UInt32(bytes.count), count: entry.body.count)
                    bytes.append(contentsOf: body)
                } else {
                    message.keyTag.withBytes { bytes.append(contentsOf: $0) }
                    entries[index].key = ByteSlice(offset: start, count: UInt32(SubjectTag.byteCount))
                    let bodyStart = UInt32(bytes.count)
                    try encryptor.append(entry.position, key: key, body: body, message, of: plan, to: &bytes)
                    entries[index].body = ByteSlice(offset: bodyStart, count: UInt32(bytes.count) - bodyStart)
                    entries[index].isEncrypted = true
                }
                entries[index].chain = ByteSlice(offset: UInt32(bytes.count), count: entry.chain.count)
                bytes.append(contentsOf: source[entry.chain.range])
            }
        }
        return MessageSegment(bytes: bytes, entries: entries)
    }
}
