/// The failed attempts of one message with one consumer.
public struct FailureRecord: Hashable, Sendable {
    public let letter: Letter
    public let count: UInt32
    /// Microseconds since 1970-01-01T00:00:00Z, before which it does not go out again.
    public let until: Int64
    /// When and why: bytes of the broker's, which the journal does not read.
    public let history: [UInt8]

    public init(letter: Letter, count: UInt32, until: Int64, history: [UInt8]) {
        self.letter = letter
        self.count = count
        self.until = until
        self.history = history
    }
}
