import Crypto

/// What a subject, or an ordering key, is known by in the file: half of a hash that only the holder of the master key can compute.
///
/// A hash over a secret of a fixed length and then the name; half of it, so that nobody can go on from it.
struct SubjectTag: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    static let byteCount = 16

    /// Of nothing.
    static let none = SubjectTag(high: 0, low: 0)

    private init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

    init(_ name: UnsafeRawBufferPointer, by secret: SymmetricKey) {
        var hash = SHA256()
        secret.withUnsafeBytes { hash.update(bufferPointer: $0) }
        hash.update(bufferPointer: name)
        (high, low) = hash.finalize().withUnsafeBytes {
            ($0.loadUnaligned(fromByteOffset: 0, as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
    }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result { withUnsafeBytes(of: (high, low)) { body($0) } }

    var bytes: [UInt8] { withBytes { Array($0) } }
}
