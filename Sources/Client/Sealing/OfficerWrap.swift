import Crypto
import Foundation
import SwiftProtobuf

/// The secret of a content on its way to one officer: HPKE (RFC 9180) in its authenticated mode, so that it proves who wrapped it.
enum OfficerWrap {
    private static let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly

    static func make(
        _ secret: SymmetricKey,
        for officer: OfficerPublicKey,
        by key: OfficerKey,
        in seal: Cuakhau_Seal_V1_Seal
    ) throws(SealError) -> Cuakhau_Seal_V1_Wrap {
        do {
            var sender = try HPKE.Sender(
                recipientKey: Curve25519.KeyAgreement.PublicKey(rawRepresentation: officer.bytes),
                ciphersuite: suite,
                info: info(seal, officer.id),
                authenticatedBy: key.secret
            )
            let wrapped = try secret.withUnsafeBytes { try sender.seal($0, authenticating: digest(seal)) }
            return .with {
                $0.keyID = Data(officer.id)
                $0.wrappedBy = Data(key.publicKey.bytes)
                $0.encapsulated = sender.encapsulatedKey
                $0.secret = wrapped
            }
        } catch {
            throw SealError(.unusableKey, "the key of \(officer.officer) is no key that anything can be sealed to: ask the officer for a new one")
        }
    }

    /// - Returns: Nil where it does not open: it was changed, moved, or made by another than it says.
    static func open(_ wrap: Cuakhau_Seal_V1_Wrap, with key: OfficerKey, in seal: Cuakhau_Seal_V1_Seal) -> SymmetricKey? {
        guard let wrappedBy = CurvePoint.key(wrap.wrappedBy), CurvePoint.key(wrap.encapsulated) != nil else { return nil }
        do {
            var recipient = try HPKE.Recipient(
                privateKey: key.secret,
                ciphersuite: suite,
                info: info(seal, key.publicKey.id),
                encapsulatedKey: wrap.encapsulated,
                authenticatedBy: wrappedBy
            )
            var secret = try recipient.open(wrap.secret, authenticating: digest(seal))
            defer { secret.wipe() }
            guard secret.count == 32 else { return nil }
            return SymmetricKey(data: secret)
        } catch {
            return nil
        }
    }

    private static func info(_ seal: Cuakhau_Seal_V1_Seal, _ keyID: [UInt8]) -> Data { Data("cuakhau-seal-1 wrap".utf8) + seal.context + Data(keyID) }

    /// A wrap goes with one content: an officer who got the secret cannot put other words under another's wraps.
    private static func digest(_ seal: Cuakhau_Seal_V1_Seal) -> Data {
        var hash = SHA256()
        hash.update(data: seal.sealedBy)
        hash.update(data: seal.commitment)
        hash.update(data: seal.content)
        return Data(hash.finalize())
    }
}
