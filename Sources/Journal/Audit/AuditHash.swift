import Crypto

/// The hashes of the audit chain: SHA-256, each with a first byte that says what it is of, so that none can stand for another (RFC 6962).
///
/// What is hashed is put together first and hashed in one go: each step of the library's hash costs as much as a block of it.
enum AuditHash {
    /// A message: what it is, and a hash of what is in it, so that the former can be shown without the latter.
    ///
    /// - Parameter label: As Protocols/AUDIT.md has it.
    static func leaf(label: UnsafeRawBufferPointer, content: AuditDigest) -> AuditDigest {
        hash(byteCount: 1 + label.count + AuditDigest.count) { bytes in
            bytes[0] = 0x00
            bytes[1...].copyBytes(from: label)
            content.withBytes { bytes[(1 + label.count)...].copyBytes(from: $0) }
        }
    }

    static func content(key: UnsafeRawBufferPointer, body: UnsafeRawBufferPointer) -> AuditDigest {
        hash(byteCount: 4 + key.count + body.count) { bytes in
            bytes.storeBytes(of: UInt32(key.count).bigEndian, as: UInt32.self)
            bytes[4...].copyBytes(from: key)
            bytes[(4 + key.count)...].copyBytes(from: body)
        }
    }

    static func node(_ left: AuditDigest, _ right: AuditDigest) -> AuditDigest {
        hash(byteCount: 1 + 2 * AuditDigest.count) { bytes in
            bytes[0] = 0x01
            left.withBytes { bytes[1...].copyBytes(from: $0) }
            right.withBytes { bytes[(1 + AuditDigest.count)...].copyBytes(from: $0) }
        }
    }

    /// A block, and with it everything before it.
    static func head(of block: AuditBlock, after previous: AuditDigest) -> AuditDigest {
        hash(byteCount: 1 + 2 * AuditDigest.count + 32) { bytes in
            bytes[0] = 0x02
            previous.withBytes { bytes[1...].copyBytes(from: $0) }
            var offset = 1 + AuditDigest.count
            for number in [block.number, block.first, block.count, UInt64(bitPattern: block.at)] {
                withUnsafeBytes(of: number.bigEndian) { bytes[offset...].copyBytes(from: $0) }
                offset += 8
            }
            block.root.withBytes { bytes[offset...].copyBytes(from: $0) }
        }
    }

    /// Hashes what is written into a buffer, which is on the stack where it is small.
    private static func hash(byteCount: Int, _ write: (UnsafeMutableRawBufferPointer) -> Void) -> AuditDigest {
        withUnsafeTemporaryAllocation(byteCount: byteCount, alignment: 8) { bytes in
            write(bytes)
            var hash = SHA256()
            hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
            return AuditDigest(hash.finalize())
        }
    }
}

extension Slice where Base == UnsafeMutableRawBufferPointer {
    /// Copies bytes to where it begins.
    fileprivate func copyBytes(from source: UnsafeRawBufferPointer) {
        UnsafeMutableRawBufferPointer(rebasing: self).copyMemory(from: source)
    }
}
