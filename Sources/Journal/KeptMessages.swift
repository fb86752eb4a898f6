/// What a journal holds of one type.
public struct KeptMessages: Hashable, Sendable {
    public let type: UInt16
    public var count: UInt64
    /// Of keys and bodies.
    public var bytes: UInt64

    public init(type: UInt16, count: UInt64 = 0, bytes: UInt64 = 0) {
        self.type = type
        self.count = count
        self.bytes = bytes
    }
}
