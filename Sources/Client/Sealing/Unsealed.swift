/// What an officer gets out of a seal.
public struct Unsealed: Sendable {
    public let content: SecretBytes
    /// The public key of the officer who wrote it.
    public let sealedBy: [UInt8]
    /// The public key of the officer who wrapped it for this one. Whoever it is: the wrap proves that they had this key, and knew the content.
    public let wrappedBy: [UInt8]

    /// Whether the wrap itself proves who wrote it. Where it was shared, whoever shared it vouches for that.
    public var isWriterProven: Bool { sealedBy == wrappedBy }
}
