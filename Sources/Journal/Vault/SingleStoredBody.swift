/// A stored body of one part with one subject, read without allocating; nil: it is another one, or none.
struct SingleStoredBody {
    let subject: UInt32
    /// Nonce, ciphertext and tag.
    let sealed: UnsafeRawBufferPointer

    /// Version, number of parts, number of subjects, the subject, the part's bytes.
    private static let headerBytes = 1 + 2 + 1 + 4 + 4

    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= Self.headerBytes, bytes[0] == StoredBody.version, bytes[1] == 0, bytes[2] == 1, bytes[3] == 1 else { return nil }
        subject = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
        let count = Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)))
        guard bytes.count == Self.headerBytes + StoredBody.nonceBytes + count + StoredBody.tagBytes else { return nil }
        sealed = UnsafeRawBufferPointer(rebasing: bytes[Self.headerBytes...])
    }
}
