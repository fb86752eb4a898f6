import Crypto

/// A signature of the gateway's over a block and everything before it: what somebody keeps who wants to know later that nothing of it was changed.
public struct AuditSeal: Hashable, Sendable {
    public let block: UInt64
    /// The last message of that block.
    public let lastPosition: UInt64
    /// Of that block.
    public let head: AuditDigest
    /// When it was signed: microseconds since 1970-01-01T00:00:00Z.
    public let at: Int64
    /// Ed25519, 32 bytes.
    public let key: [UInt8]
    /// 64 bytes.
    public let signature: [UInt8]

    public init(block: UInt64, lastPosition: UInt64, head: AuditDigest, at: Int64, key: [UInt8], signature: [UInt8]) {
        self.block = block
        self.lastPosition = lastPosition
        self.head = head
        self.at = at
        self.key = key
        self.signature = signature
    }

    /// Signs a block.
    init?(block: UInt64, lastPosition: UInt64, head: AuditDigest, at: Int64, by key: AuditKey) {
        guard let signature = key.sign(Self.signed(block, lastPosition, head, at)) else { return nil }
        self.init(block: block, lastPosition: lastPosition, head: head, at: at, key: key.publicKey, signature: signature)
    }

    /// Whether the key in it made the signature. Whose key that is has to be known from elsewhere.
    public var isSigned: Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key) else { return false }
        return key.isValidSignature(signature, for: Self.signed(block, lastPosition, head, at))
    }

    private static func signed(_ block: UInt64, _ lastPosition: UInt64, _ head: AuditDigest, _ at: Int64) -> [UInt8] {
        var bytes = Array("cuakhau audit seal 1".utf8)
        for number in [block, lastPosition, UInt64(bitPattern: at)] { withUnsafeBytes(of: number.bigEndian) { bytes += $0 } }
        return bytes + head.bytes
    }
}
