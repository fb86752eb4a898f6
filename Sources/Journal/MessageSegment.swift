/// Messages in the order of their positions, with all their bytes in one buffer. Shared, never changed.
public final class MessageSegment: Sendable {
    public let bytes: [UInt8]
    public let entries: [MessageEntry]

    public init(bytes: [UInt8], entries: [MessageEntry]) {
        self.bytes = bytes
        self.entries = entries
    }
}
