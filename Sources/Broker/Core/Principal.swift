public import Contracts

/// One party that the gateway knows by its CURVE keys.
public struct Principal: Hashable, Sendable {
    /// 2-48 of `a-z 0-9 -`, beginning with a letter.
    public let name: String
    public let role: Role
    /// The gate this principal is bound to; nil: none, and messages of every gate are its business.
    public let gate: String?
    /// Its public keys as Z85 text. Two at once while a key is being replaced.
    public var keys: [String]
    /// When keys end, in microseconds since 1970-01-01T00:00:00Z; one that is not there never does.
    public var expiries: [String: Int64]
    /// The Ed25519 key that signs its requests for further keys, 64 hexadecimal digits; nil: it never enrolled itself.
    public var identity: String?
    public var isRevoked: Bool
    public var quota: Quota

    public init(
        name: String,
        role: Role,
        gate: String? = nil,
        keys: [String],
        isRevoked: Bool = false,
        quota: Quota = .none,
        expiries: [String: Int64] = [:],
        identity: String? = nil
    ) {
        self.name = name
        self.role = role
        self.gate = gate
        self.keys = keys
        self.expiries = expiries
        self.identity = identity
        self.isRevoked = isRevoked
        self.quota = quota
    }

    /// The gateway's own, which no principal can have.
    public static let gatewayName = "gateway"

    /// Whether a text can be a principal's name.
    public static func isName(_ text: String) -> Bool {
        guard (2...48).contains(text.utf8.count), let first = text.utf8.first, isLower(first) else { return false }
        return text.utf8.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// Whether a text can be a gate's code: what the format GATE of options.proto takes.
    public static func isGate(_ text: String) -> Bool {
        guard (2...8).contains(text.utf8.count), let first = text.utf8.first, isUpper(first) else { return false }
        return text.utf8.allSatisfy { isUpper($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    private static func isUpper(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
