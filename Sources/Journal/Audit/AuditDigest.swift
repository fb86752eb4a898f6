import Crypto

/// A SHA-256 hash, 32 bytes, in place.
public struct AuditDigest: Hashable, Sendable {
    private let words: SIMD4<UInt64>

    /// Of a tree without leaves, and before the first block.
    public static let zero = AuditDigest(words: .zero)

    private init(words: SIMD4<UInt64>) { self.words = words }

    init(_ digest: SHA256.Digest) {
        words = digest.withUnsafeBytes { $0.loadUnaligned(as: SIMD4<UInt64>.self) }
    }

    /// Reads 32 bytes; nil for any other number of them.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.count else { return nil }
        words = Array(bytes).withUnsafeBytes { $0.loadUnaligned(as: SIMD4<UInt64>.self) }
    }

    public static let count = 32

    public var bytes: [UInt8] { withBytes { Array($0) } }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result { withUnsafeBytes(of: words) { body($0) } }
}
