import Contracts
import Foundation
import SwiftProtobuf

/// A referral of a victim, as it was delivered: for one office, sealed to officers of it.
public struct SealedReferral: Sendable {
    /// The types of referrals: `victim.referral.opened.v1`, and `victim.referral.shared.v1`.
    public static let filter = "victim.referral.>"
    static let openedType = "victim.referral.opened.v1"
    static let sharedType = "victim.referral.shared.v1"

    /// The referral's own id.
    public let reference: String
    public let addressee: String
    /// The office that it was first sealed for.
    public let openedFor: String
    /// Whether an officer who can read it shared it, with others than its writer had named.
    public let isShared: Bool
    private let sealed: [UInt8]

    /// - Throws: ``SealError`` `malformed` where the body is no referral.
    public init(type: String, body: some Sequence<UInt8>) throws(SealError) {
        do {
            if type == Self.sharedType {
                let shared = try Langson_Victim_V1_ReferralShared(serializedBytes: Array(body))
                (reference, addressee, openedFor) = (shared.referralRef, shared.addressedTo, shared.openedFor)
                (isShared, sealed) = (true, [UInt8](shared.sealedBody))
            } else if type == Self.openedType {
                let opened = try Langson_Victim_V1_ReferralOpened(serializedBytes: Array(body))
                (reference, addressee, openedFor) = (opened.referralRef, opened.addressedTo, opened.addressedTo)
                (isShared, sealed) = (false, [UInt8](opened.sealedBody))
            } else {
                throw SealError(.malformed, "\(type) is no referral's type")
            }
        } catch let error as SealError {
            throw error
        } catch {
            throw SealError(.malformed, "the message is no referral")
        }
    }

    private static func context(_ reference: String, _ office: String) -> SealContext {
        SealContext(type: openedType, field: "sealed_body", key: reference, addressee: office)
    }

    private var context: SealContext { Self.context(reference, openedFor) }

    /// Whether it says that a key opens it.
    public func isAddressed(to key: OfficerPublicKey) -> Bool { Sealing.isAddressed(sealed, to: key) }

    /// Opens it.
    public func open(with key: OfficerKey) throws(SealError) -> Unsealed { try Sealing.open(sealed, with: key, context: context) }

    // MARK: Making messages

    /// Seals a new referral: one message for each of the officers' offices.
    ///
    /// - Parameter reference: Its id, a ULID; messages with the same one are about the same thing.
    public static func messages(
        opening text: SecretBytes,
        reference: String,
        for officers: [OfficerPublicKey],
        by key: OfficerKey,
        isExercise: Bool = false
    ) throws -> [OutgoingMessage] {
        try byOffice(officers).map { office, officers in
            var opened = Langson_Victim_V1_ReferralOpened()
            opened.referralRef = reference
            opened.addressedTo = office
            opened.sealedBody = Data(try Sealing.seal(text, for: officers, by: key, context: context(reference, office)))
            return try OutgoingMessage(type: openedType, opened, isExercise: isExercise)
        }
    }

    /// Shares this referral with further officers: one message for each of their offices.
    ///
    /// - Parameters:
    ///   - key: Opens it.
    ///   - present: The key to share with, of an officer whose `key` is an earlier one; nil: `key`.
    ///   - chain: Its place after the message that this one came in.
    public func messages(
        sharingWith officers: [OfficerPublicKey],
        openedWith key: OfficerKey,
        by present: OfficerKey? = nil,
        isExercise: Bool = false,
        chain: MessageChain? = nil
    ) throws -> [OutgoingMessage] {
        try Self.byOffice(officers).map { office, officers in
            var shared = Langson_Victim_V1_ReferralShared()
            shared.referralRef = reference
            shared.addressedTo = office
            shared.openedFor = openedFor
            shared.sealedBody = Data(try Sealing.share(sealed, with: key, by: present, to: officers, context: context))
            return try OutgoingMessage(type: Self.sharedType, shared, isExercise: isExercise, chain: chain)
        }
    }

    private static func byOffice(_ officers: [OfficerPublicKey]) -> [(String, [OfficerPublicKey])] {
        Dictionary(grouping: officers) { $0.officer.office }.sorted { $0.key < $1.key }
    }

    /// A new referral's id: a ULID, which tells its time and nothing else.
    public static func newReference() -> String {
        var generator = SystemRandomNumberGenerator()
        let milliseconds = UInt64(Date().timeIntervalSince1970 * 1_000)
        return base32(milliseconds, 10) + base32(generator.next(), 8) + base32(generator.next(), 8)
    }

    /// The lowest bits of a number, five a character, in Crockford's base 32.
    private static func base32(_ number: UInt64, _ count: Int) -> String {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        return String((0..<count).map { alphabet[Int(number >> UInt64(5 * (count - 1 - $0)) & 31)] })
    }
}
