import Crypto

/// Where a sealed body belongs. Moved to another message, field or office it does not open.
public struct SealContext: Sendable, Equatable {
    /// The message type, for example `victim.referral.opened.v1`.
    public let type: String
    /// The sealed field.
    public let field: String
    /// The message's ordering key, as text: a referral's `referral_ref`.
    public let key: String
    /// The office that the message is addressed to.
    public let addressee: String

    public init(type: String, field: String, key: String, addressee: String) {
        self.type = type
        self.field = field
        self.key = key
        self.addressee = addressee
    }

    var hash: [UInt8] {
        var input = SealInput("cuakhau-seal-1")
        for part in [type, field, key, addressee] { input.append(part) }
        return [UInt8](SHA256.hash(data: input.bytes))
    }
}
