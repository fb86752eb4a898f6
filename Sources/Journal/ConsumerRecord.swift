/// A durable consumer.
public struct ConsumerRecord: Hashable, Sendable {
    public let id: UInt32
    public let principal: String
    public let name: String
    public var filter: String
    public var purpose: String
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let createdAt: Int64
    /// Everything before it is settled or not wanted.
    public var position: UInt64
    /// How it delivers: bytes of the broker's, which the journal does not read.
    public var settings: [UInt8]
    public var isPaused: Bool
    /// What is settled or not wanted after ``position``, in rising order.
    public var ahead: [ClosedRange<UInt64>]

    public init(
        id: UInt32,
        principal: String,
        name: String,
        filter: String,
        purpose: String,
        createdAt: Int64,
        position: UInt64,
        settings: [UInt8] = [],
        isPaused: Bool = false,
        ahead: [ClosedRange<UInt64>] = []
    ) {
        self.id = id
        self.principal = principal
        self.name = name
        self.filter = filter
        self.purpose = purpose
        self.createdAt = createdAt
        self.position = position
        self.settings = settings
        self.isPaused = isPaused
        self.ahead = ahead
    }
}
