/// Which messages of one type a journal may let go of now. Oldest first, and no more of them than a commit can wait for.
public struct RetentionStep: Hashable, Sendable {
    public let type: UInt16
    /// None after this position.
    public let through: UInt64
    /// Those received before this time, in microseconds since 1970-01-01T00:00:00Z; `Int64.min`: none for its age.
    public let olderThan: Int64
    /// Those beyond so many of the type; `UInt64.max`: none for their number.
    public let countMax: UInt64
    /// Those beyond so many bytes of keys and bodies; `UInt64.max`: none for their size.
    public let bytesMax: UInt64

    public init(type: UInt16, through: UInt64, olderThan: Int64 = .min, countMax: UInt64 = .max, bytesMax: UInt64 = .max) {
        self.type = type
        self.through = through
        self.olderThan = olderThan
        self.countMax = countMax
        self.bytesMax = bytesMax
    }

    /// The most messages, and bytes, that one step removes, and rows that it looks at: a few milliseconds.
    public static let messagesMax = 200
    public static let removedBytesMax = 512 << 10
    public static let rowsMax: UInt64 = 2_000
}
