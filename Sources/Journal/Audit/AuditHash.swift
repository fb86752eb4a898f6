import Crypto

/// The hashes of the audit chain: SHA-256, each with a first byte that says what it is of, so that none can stand for another (RFC 6962).
enum AuditHash {
    /// A message: what it is, and a hash of what is in it, so that the former can be shown without the latter.
    ///
    /// - Parameter label: ``AuditLabel/bytes``.
    static func leaf(label: UnsafeRawBufferPointer, content: AuditDigest) -> AuditDigest {
        var hash = SHA256()
        mark(0x00, &hash)
        hash.update(bufferPointer: label)
        content.withBytes { hash.update(bufferPointer: $0) }
        return AuditDigest(hash.finalize())
    }

    static func content(key: UnsafeRawBufferPointer, body: UnsafeRawBufferPointer) -> AuditDigest {
        var hash = SHA256()
        withUnsafeBytes(of: UInt32(key.count).bigEndian) { hash.update(bufferPointer: $0) }
        hash.update(bufferPointer: key)
        hash.update(bufferPointer: body)
        return AuditDigest(hash.finalize())
    }

    static func node(_ left: AuditDigest, _ right: AuditDigest) -> AuditDigest {
        var hash = SHA256()
        mark(0x01, &hash)
        left.withBytes { hash.update(bufferPointer: $0) }
        right.withBytes { hash.update(bufferPointer: $0) }
        return AuditDigest(hash.finalize())
    }

    /// A block, and with it everything before it.
    static func head(of block: AuditBlock, after previous: AuditDigest) -> AuditDigest {
        var hash = SHA256()
        mark(0x02, &hash)
        previous.withBytes { hash.update(bufferPointer: $0) }
        for number in [block.number, block.first, block.count, UInt64(bitPattern: block.at)] {
            withUnsafeBytes(of: number.bigEndian) { hash.update(bufferPointer: $0) }
        }
        block.root.withBytes { hash.update(bufferPointer: $0) }
        return AuditDigest(hash.finalize())
    }

    private static func mark(_ byte: UInt8, _ hash: inout SHA256) {
        withUnsafeBytes(of: byte) { hash.update(bufferPointer: $0) }
    }
}
