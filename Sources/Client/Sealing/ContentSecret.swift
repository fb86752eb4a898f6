import Crypto
import Foundation

/// The one secret of a sealed content, and what follows from it: the key, and the commitment to it.
///
/// The commitment is there because the cipher alone would let a sender make one content that opens differently for two officers.
struct ContentSecret {
    let secret: SymmetricKey
    private let key: SymmetricKey
    let commitment: [UInt8]
    private let associated: [UInt8]

    /// - Parameters:
    ///   - context: ``SealContext/hash``.
    ///   - sealedBy: The public key of who seals it.
    init(_ secret: SymmetricKey = SymmetricKey(size: .bits256), context: [UInt8], sealedBy: [UInt8]) {
        self.secret = secret
        associated = context + sealedBy
        let derived = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: secret,
            info: Array("cuakhau-seal-1 content".utf8) + associated,
            outputByteCount: 64
        )
        (key, commitment) = derived.withUnsafeBytes { (SymmetricKey(data: $0.prefix(32)), [UInt8]($0.suffix(32))) }
    }

    // One key encrypts one content: a fixed nonce is never used twice.
    private static let nonce: ChaChaPoly.Nonce = {
        guard let nonce = try? ChaChaPoly.Nonce(data: [UInt8](repeating: 0, count: 12)) else { preconditionFailure("a nonce has 12 bytes") }
        return nonce
    }()

    func encrypt(_ padded: SecretBytes) -> [UInt8] {
        padded.withUnsafeBytes { bytes in
            guard let box = try? ChaChaPoly.seal(bytes, using: key, nonce: Self.nonce, authenticating: associated) else {
                preconditionFailure("no input of this size is refused")
            }
            return [UInt8](box.ciphertext + box.tag)
        }
    }

    /// - Returns: Nil where it was changed, or encrypted under another key.
    func decrypt(_ content: Data) -> SecretBytes? {
        guard let box = try? ChaChaPoly.SealedBox(nonce: Self.nonce, ciphertext: content.dropLast(16), tag: content.suffix(16)),
            var padded = try? ChaChaPoly.open(box, using: key, authenticating: associated)
        else { return nil }
        return SecretBytes(taking: &padded)
    }
}
