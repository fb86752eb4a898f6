/// An officer's public key in the gateway's directory. The gateway hands it on and uses it for nothing: it can open no seal.
public struct Officer: Hashable, Sendable {
    /// A principal's name.
    public let office: String
    public let name: String
    /// X25519, 32 bytes.
    public let publicKey: [UInt8]
    /// The first and the last day of its use, each `YYYY-MM-DD`.
    public let created: String
    public let expires: String

    public init(office: String, name: String, publicKey: [UInt8], created: String, expires: String) {
        self.office = office
        self.name = name
        self.publicKey = publicKey
        self.created = created
        self.expires = expires
    }
}
