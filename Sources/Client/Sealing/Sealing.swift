import Contracts
import Crypto
import Foundation
import SwiftProtobuf

/// Seals text to named officers, opens it, and shares it with further ones (Protocols/SEAL.md).
///
/// ```swift
/// let context = SealContext(type: "victim.referral.opened.v1", field: "sealed_body", key: ref, addressee: "affairs")
/// let sealed = try Sealing.seal(text, for: [first, second], by: mine, context: context)
/// let unsealed = try Sealing.open(sealed, with: theirs, context: context)
/// let shared = try Sealing.share(sealed, with: theirs, to: [third], context: context)
/// ```
///
/// The keys to seal to come out of ``KnownOfficers``, never straight from a gateway's directory: its operator could have put another one there.
public enum Sealing {
    /// The longest text, in bytes.
    public static let textByteCountMax = SealedText.byteCountMax

    /// Seals a text to officers.
    ///
    /// - Parameters:
    ///   - officers: 1 to 16.
    ///   - key: The writer's own: every officer sees by it who wrote this.
    ///   - day: Today; keys past their last day are refused.
    /// - Throws: ``SealError``: `recipients`, `size`, `expiredKey`, `unusableKey`.
    public static func seal(
        _ text: SecretBytes,
        for officers: [OfficerPublicKey],
        by key: OfficerKey,
        context: SealContext,
        on day: Day = .today()
    ) throws(SealError) -> [UInt8] {
        let padded = try SealedText.padded(text)
        let hash = context.hash
        let secret = ContentSecret(context: hash, sealedBy: key.publicKey.bytes)
        var seal = Cuakhau_Seal_V1_Seal()
        seal.version = UInt32(SealFormat.version)
        seal.context = Data(hash)
        seal.sealedBy = Data(key.publicKey.bytes)
        seal.commitment = Data(secret.commitment)
        seal.content = Data(secret.encrypt(padded))
        return try wrapped(seal, secret.secret, officers, key, day)
    }

    /// Opens a seal.
    ///
    /// A key opens what was sealed to it also after its last day.
    ///
    /// - Throws: ``SealError``: `malformed`, `unsupportedVersion`, `wrongContext`, `notARecipient`, `tampered`.
    public static func open(_ sealed: [UInt8], with key: OfficerKey, context: SealContext) throws(SealError) -> Unsealed {
        try opened(parsed(sealed), key, context).unsealed
    }

    /// Makes a seal of the same content for further officers. Only who can open it can do that, and what it makes proves who did.
    ///
    /// - Parameters:
    ///   - key: Opens it.
    ///   - present: The key to share with, of an officer whose `key` is an earlier one; nil: `key`.
    /// - Returns: The same content, with wraps for `officers` and no others.
    /// - Throws: ``SealError`` as ``open(_:with:context:)`` and ``seal(_:for:by:context:on:)``.
    public static func share(
        _ sealed: [UInt8],
        with key: OfficerKey,
        by present: OfficerKey? = nil,
        to officers: [OfficerPublicKey],
        context: SealContext,
        on day: Day = .today()
    ) throws(SealError) -> [UInt8] {
        var seal = try parsed(sealed)
        let secret = try opened(seal, key, context).secret
        seal.wraps = []
        return try wrapped(seal, secret, officers, present ?? key, day)
    }

    /// Whether a seal is for a key, as it says itself; nothing is opened.
    public static func isAddressed(_ sealed: [UInt8], to key: OfficerPublicKey) -> Bool {
        guard let seal = try? parsed(sealed) else { return false }
        return seal.wraps.contains { $0.keyID == Data(key.id) }
    }

    private static func wrapped(
        _ sealed: Cuakhau_Seal_V1_Seal,
        _ secret: SymmetricKey,
        _ officers: [OfficerPublicKey],
        _ key: OfficerKey,
        _ day: Day
    ) throws(SealError) -> [UInt8] {
        guard (1...SealFormat.recipientsMax).contains(officers.count), Set(officers.map(\.id)).count == officers.count else {
            throw SealError(.recipients, "something is sealed to 1 to \(SealFormat.recipientsMax) officers, each named once")
        }
        for officer in officers + [key.publicKey] where officer.expires < day {
            throw SealError(
                .expiredKey,
                "the key of \(officer.officer) was for use until \(officer.expires): its officer makes a new one with `cuakhau officer key`"
            )
        }
        var seal = sealed
        for officer in officers { seal.wraps.append(try OfficerWrap.make(secret, for: officer, by: key, in: seal)) }
        guard let bytes: [UInt8] = try? seal.serializedBytes() else { preconditionFailure("a seal has no required fields to miss") }
        return bytes
    }

    private static func parsed(_ sealed: [UInt8]) throws(SealError) -> Cuakhau_Seal_V1_Seal {
        if let fault = sealed.withUnsafeBytes({ SealFormat.fault(in: $0) }) {
            let code: SealError.Code = if case .version = fault { .unsupportedVersion } else { .malformed }
            throw SealError(code, "this is not \(fault.expected)")
        }
        guard let seal = try? Cuakhau_Seal_V1_Seal(serializedBytes: sealed) else { throw SealError(.malformed, "this is not a seal") }
        return seal
    }

    private static func opened(
        _ seal: Cuakhau_Seal_V1_Seal,
        _ key: OfficerKey,
        _ context: SealContext
    ) throws(SealError) -> (secret: SymmetricKey, unsealed: Unsealed) {
        let hash = context.hash
        guard seal.context == Data(hash) else {
            throw SealError(.wrongContext, "the seal belongs to another message: somebody moved it here. Tell the office that sent it")
        }
        guard let wrap = seal.wraps.first(where: { $0.keyID == Data(key.publicKey.id) }) else {
            throw SealError(.notARecipient, "this is not sealed to your key: an officer who can read it can share it with you")
        }
        guard let opened = OfficerWrap.open(wrap, with: key, in: seal) else { throw SealError.tampered }
        let secret = ContentSecret(opened, context: hash, sealedBy: [UInt8](seal.sealedBy))
        guard Data(secret.commitment) == seal.commitment, let padded = secret.decrypt(seal.content), let text = SealedText.text(of: padded) else {
            throw SealError.tampered
        }
        return (opened, Unsealed(content: text, sealedBy: [UInt8](seal.sealedBy), wrappedBy: [UInt8](wrap.wrappedBy)))
    }
}
