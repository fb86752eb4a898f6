import Crypto
import Foundation

/// An encrypted body as it lies in the file.
///
///     01 | u16 number of parts | for each: u8 number of subjects, their ids as u32 each, u32 bytes | for each: nonce, 12 bytes | ciphertext | tag, 16 bytes
///
/// Numbers have the big end first. The first part begins with the ordering key behind its length (u32); the parts together are the body. Each is encrypted
/// with AES-256-GCM under its subjects' keys, and bound to the message's position and its own place.
enum StoredBody {
    static let version: UInt8 = 1
    static let nonceBytes = 12
    static let tagBytes = 16
    static let partsMax = Int(UInt16.max)
    static let subjectsMax = Int(UInt8.max)

    /// One key that needs all of these, so that erasing one of the subjects is enough.
    static func joined(_ first: SymmetricKey, _ more: [SymmetricKey]) -> SymmetricKey {
        guard !more.isEmpty else { return first }
        var hash = SHA256()
        hash.update(data: Data("cuakhau join 1".utf8))
        for key in [first] + more { key.withUnsafeBytes { hash.update(bufferPointer: $0) } }
        return SymmetricKey(data: hash.finalize())
    }

    /// What a part is bound to.
    @inline(__always)
    static func withBinding<Result>(_ position: UInt64, _ part: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try withUnsafeBytes(of: (position.bigEndian, UInt64(part).bigEndian)) { try body($0) }
    }
}
