import Crypto
import Foundation

/// Public keys with which an agreement is a secret: the few points of low order give zeros to everybody. RFC 9180, 7.1.4, wants that looked at; swift-crypto does not.
enum CurvePoint {
    private static let probe = Curve25519.KeyAgreement.PrivateKey()

    /// - Returns: Nil where the bytes are no key, or one of low order.
    static func key(_ bytes: some ContiguousBytes) -> Curve25519.KeyAgreement.PublicKey? {
        guard let key = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: bytes),
            let agreed = try? probe.sharedSecretFromKeyAgreement(with: key)
        else { return nil }
        // Secret keys are multiples of eight: what is of low order agrees on zeros with each of them, and nothing else does.
        return agreed.withUnsafeBytes { $0.allSatisfy { $0 == 0 } } ? nil : key
    }
}
