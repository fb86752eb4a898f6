/// Every bound of the broker, in one place. What a client must know of them travels in WELCOME.
public struct BrokerLimits: Sendable, Equatable {
    /// The largest payload frame that is read. ZeroMQ itself drops a connection at four times this.
    public var frameBytesMax = 1 << 20
    public var bodyBytesMax = 65_536
    /// Messages of one connection that wait to be taken; above it TCP slows the sender.
    public var receiveMessagesMax = 16
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
    /// Subscriptions that share one consumer.
    public var membersPerConsumerMax = 64
    /// Above it a message that is to die stays where it is, and is told: nothing is thrown away for want of room.
    public var deadLettersPerConsumerMax = 10_000
    /// Bytes received and not yet handed to the journal; above it the broker stops reading, and TCP slows the senders.
    public var pendingBytesMax = 32 << 20
    /// Recent messages kept in memory, so that consumers that keep up never touch the disk.
    public var tailBytesMax = 24 << 20
    /// Bulk messages in one share: few, so that something urgent hardly waits for them.
    public var bulkMessagesPerBatchMax = 64
    /// Between the beginnings of two shares. Together they let 32,000 bulk messages pass a second, a season's reports in a moment, and leave most of
    /// a small machine to what people wait for: without the pause, 50,000 bulk messages made an alert wait up to ten times as long as on an idle
    /// gateway, with it about as long.
    public var bulkPauseMicroseconds: Int64 = 2_000
    /// Bytes that wait in the bulk lane; above it bulk is told to come again later.
    public var bulkBytesMax = 16 << 20
    /// Messages that one consumer gets before another has its turn; one of the emergency lane is not held back.
    public var deliverMessagesPerTurnMax = 1_024
    /// The same for all consumers together that catch up while others read what is new: a small share, so that those hardly wait for them.
    public var catchUpMessagesPerTurnMax = 64
    /// From so many unanswered messages on, of all of them together, they have their next shares only after ``catchUpPauseMicroseconds``, or when
    /// they have answered: what lies in their queues is in the way of what is new. Their credit stays what it is.
    public var catchUpOutMax = 192
    public var catchUpPauseMicroseconds = 5_000
    /// For so long after the last message that somebody read at once, consumers that catch up leave room for the next.
    public var liveMicroseconds = 1_000_000
    /// A consumer whose first unsettled message is older is called slow; one that reads messages of the emergency lane sooner.
    public var slowSeconds = 300
    public var slowSecondsOfEmergency = 30
    /// One DELIVER frame.
    public var deliverBytesMax = 128 << 10
    /// One read of a consumer that is behind.
    public var pageMessagesMax = 1_000
    public var pageBytesMax = 512 << 10
    /// Replays at once, of all principals and of one.
    public var replaysMax = 16
    public var replaysPerPrincipalMax = 4
    /// Messages that all replays together send in one turn, and look at: few, so that whoever reads what is new hardly waits for them.
    public var replayMessagesPerTurnMax = 256
    public var replayLooksPerTurnMax = 1_024
    /// Positions that one page of a replay goes over: a fraction of a millisecond of the journal's reader.
    public var replayPagePositionsMax: UInt64 = 2_000
    /// From one turn of the replays to the next, at least.
    public var replayTurnMicroseconds: Int64 = 1_000
    /// Stored messages about people that a principal reads in a day by tails and replays, without two others' approval.
    public var bulkReadMessagesMax = 1_000
    /// Readings of a principal that are recorded in an hour: each costs the journal a message or two.
    public var recordedReadingsPerHourMax = 600
    /// Requests for more that a principal may have waiting.
    public var bulkReadsPerPrincipalMax = 8
    public var heartbeatMilliseconds = 10_000
    public var sessionTimeoutMilliseconds = 30_000

    public init() {}
}
