/// What the audit chain says of a message: everything about it, and a hash of what is in it.
public struct AuditRecord: Hashable, Sendable {
    public var position: UInt64
    /// Microseconds since 1970-01-01T00:00:00Z.
    public var recordedAt: Int64
    public var client: String
    public var clientSequence: UInt64
    public var type: String
    public var isExercise: Bool
    /// The event id, 16 bytes.
    public var id: [UInt8]
    /// 0, 16 or 32 bytes: ``MessageEntry/chain``.
    public var chain: [UInt8]
    public var content: Content

    public enum Content: Hashable, Sendable {
        /// As it is stored.
        case bytes(key: [UInt8], body: [UInt8])
        case hash(AuditDigest)
    }

    /// Its leaf in its block's tree; nil where a part is longer than any message's can be.
    var leaf: AuditDigest? {
        guard client.utf8.count <= 255, type.utf8.count <= 255, chain.count <= 255, id.count == 16 else { return nil }
        var label: [UInt8] = []
        func append(_ number: some FixedWidthInteger) { withUnsafeBytes(of: number.bigEndian) { label.append(contentsOf: $0) } }
        func append(_ part: some Collection<UInt8>) {
            label.append(UInt8(part.count))
            label.append(contentsOf: part)
        }
        append(position)
        append(recordedAt)
        append(client.utf8)
        append(clientSequence)
        append(type.utf8)
        label.append(isExercise ? 1 : 0)
        label.append(contentsOf: id)
        append(chain)
        let digest = contentHash
        return label.withUnsafeBytes { AuditHash.leaf(label: $0, content: digest) }
    }

    /// The hash of its content.
    public var contentHash: AuditDigest {
        switch content {
        case .hash(let digest): digest
        case .bytes(let key, let body): key.withUnsafeBytes { key in body.withUnsafeBytes { AuditHash.content(key: key, body: $0) } }
        }
    }

    /// The same, without what is in it.
    public var withoutContent: AuditRecord {
        var record = self
        record.content = .hash(contentHash)
        return record
    }
}
