/// Every bound of the broker, in one place. What a client must know of them travels in WELCOME.
public struct BrokerLimits: Sendable, Equatable {
    /// The largest payload frame that is read. ZeroMQ itself drops a connection at four times this.
    public var frameBytesMax = 1 << 20
    public var bodyBytesMax = 65_536
    public var messagesPerFrameMax = 1_000
    /// Messages of one client received and not yet confirmed.
    public var unconfirmedMax = 8_192
    public var creditMessagesMax = 8_192
    public var creditBytesMax = 16 << 20
    public var subscriptionsPerSessionMax = 16
    /// Readings of the journal that one session may have waiting.
    public var readingsPerSessionMax = 32
    public var sessionsPerPrincipalMax = 64
    public var clientsPerPrincipalMax = 256
    public var consumersPerPrincipalMax = 64
    /// Bytes received and not yet handed to the journal; above it the broker stops reading, and TCP slows the senders.
    public var pendingBytesMax = 32 << 20
    /// Recent messages kept in memory, so that consumers that keep up never touch the disk.
    public var tailBytesMax = 24 << 20
    /// One DELIVER frame.
    public var deliverBytesMax = 128 << 10
    /// One read of a consumer that is behind.
    public var pageMessagesMax = 1_000
    public var pageBytesMax = 512 << 10
    public var heartbeatMilliseconds = 10_000
    public var sessionTimeoutMilliseconds = 30_000

    public init() {}
}
