/// Something could not be sealed, opened or shared. The message says what to do, and never what was sealed.
public struct SealError: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// The bytes are no seal.
        case malformed
        /// The seal is of a later version.
        case unsupportedVersion
        /// It belongs to another message, field, referral or office than the one it came with.
        case wrongContext
        /// It is not sealed to this key.
        case notARecipient
        /// It was changed after it was sealed, or made by somebody who did not know its secret.
        case tampered
        /// No officer, too many, one twice, or of an office that the message does not go to.
        case recipients
        /// There is nothing to seal, or too much.
        case size
        /// The officer's key is past its last day.
        case expiredKey
        /// No key of this kind, or a file that is none.
        case unusableKey
        /// The gateway's directory has no such officer.
        case unknownOfficer
        /// The officer's fingerprint was never confirmed on this machine.
        case unconfirmedKey
        /// The directory has another key than the one that was confirmed.
        case changedKey
        /// A fingerprint is not that of the key in the directory.
        case wrongFingerprint
    }

    public let code: Code
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }

    static let tampered = SealError(
        .tampered,
        "the seal does not open: it was changed, or made by somebody who could not read it. Trust nothing in it, and tell the office that sent it"
    )
}
