public import Contracts

/// One party that the gateway knows by its CURVE keys.
public struct Principal: Hashable, Sendable {
    /// 2-48 of `a-z 0-9 -`, beginning with a letter.
    public let name: String
    public let role: Role
    /// The gate this principal is bound to; nil: none, and messages of every gate are its business.
    public let gate: String?
    /// Its public keys as Z85 text. Two at once while a key is being replaced.
    public let keys: [String]
    public let isRevoked: Bool

    public init(name: String, role: Role, gate: String? = nil, keys: [String], isRevoked: Bool = false) {
        self.name = name
        self.role = role
        self.gate = gate
        self.keys = keys
        self.isRevoked = isRevoked
    }
}
