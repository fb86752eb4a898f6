/// What a journal holds when it is opened, apart from the messages.
public struct JournalState: Sendable, Equatable {
    /// The last message's position; 0: there is none.
    public var lastPosition: UInt64
    public var lastRecordedAt: Int64
    /// How often the journal was opened, this time included.
    public var incarnation: UInt32
    public var clients: [ClientRecord]
    public var types: [TypeRecord]
    public var consumers: [ConsumerRecord]
    public var failures: [FailureRecord]
    public var deadLetters: [DeadLetterState]
    /// By type; types of which there is nothing may be missing.
    public var kept: [KeptMessages]

    public init(
        lastPosition: UInt64 = 0,
        lastRecordedAt: Int64 = 0,
        incarnation: UInt32 = 1,
        clients: [ClientRecord] = [],
        types: [TypeRecord] = [],
        consumers: [ConsumerRecord] = [],
        failures: [FailureRecord] = [],
        deadLetters: [DeadLetterState] = [],
        kept: [KeptMessages] = []
    ) {
        self.lastPosition = lastPosition
        self.lastRecordedAt = lastRecordedAt
        self.incarnation = incarnation
        self.clients = clients
        self.types = types
        self.consumers = consumers
        self.failures = failures
        self.deadLetters = deadLetters
        self.kept = kept
    }
}
