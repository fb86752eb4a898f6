/// How far a durable consumer has come.
public struct ConsumerPosition: Hashable, Sendable {
    public let id: UInt32
    public let position: UInt64
    /// What is settled or not wanted after ``position``, in rising order; nil: as it was stored last, which stays true.
    public let ahead: [ClosedRange<UInt64>]?

    public init(id: UInt32, position: UInt64, ahead: [ClosedRange<UInt64>]? = nil) {
        self.id = id
        self.position = position
        self.ahead = ahead
    }
}
