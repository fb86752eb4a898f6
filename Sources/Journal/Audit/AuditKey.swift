import Crypto

/// The gateway's own key for seals: Ed25519.
public struct AuditKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// A new one.
    public init() { key = Curve25519.Signing.PrivateKey() }

    /// Reads 32 bytes; nil for anything that is no key.
    public init?(secret: some Collection<UInt8>) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: Array(secret)) else { return nil }
        self.key = key
    }

    /// 32 bytes that only the gateway may know.
    public var secret: [UInt8] { Array(key.rawRepresentation) }
    /// 32 bytes that everybody may know.
    public var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

    func sign(_ bytes: [UInt8]) -> [UInt8]? { (try? key.signature(for: bytes)).map { Array($0) } }
}
