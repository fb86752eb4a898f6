/// What is committed together: all of it or nothing.
public struct JournalBatch: Sendable {
    /// Messages at the positions right after the last ones.
    public var messages: MessageSegment?
    /// Which sequences of which client the messages are.
    public var runs: [ClientRun] = []
    /// New clients, and known ones whose last sequence changed. Refused messages use sequences up without being stored.
    public var clients: [ClientRecord] = []
    public var types: [TypeRecord] = []
    public var consumers: [ConsumerRecord] = []
    public var positions: [ConsumerPosition] = []
    /// Known consumers with another filter, purpose, settings or pause; their positions stay.
    public var changedConsumers: [ConsumerRecord] = []
    public var forgottenConsumers: [UInt32] = []
    public var failures: [FailureRecord] = []
    /// Messages whose failures need not be kept any more.
    public var recovered: [Letter] = []
    /// New dead letters, and known ones that died once more.
    public var deadLetters: [DeadLetterRecord] = []
    /// Dead letters that are to be tried again.
    public var retried: [Letter] = []
    /// Dead letters that were dealt with.
    public var resolved: [Letter] = []
    /// Dead letters that are thrown away.
    public var discarded: [Letter] = []
    /// What consumers have settled.
    public var receipts: [ReceiptRecord] = []
    /// Subjects whose keys are to be destroyed.
    public var erasures: [Erasure] = []
    /// When this was: microseconds since 1970-01-01T00:00:00Z. For receipts, and what becomes of dead letters.
    public var at: Int64 = 0

    public init() {}
}

/// A type's number in this journal.
public struct TypeRecord: Hashable, Sendable {
    public let id: UInt16
    public let name: String

    public init(id: UInt16, name: String) {
        self.id = id
        self.name = name
    }
}

/// A publishing client, and the last sequence that it has used up.
public struct ClientRecord: Hashable, Sendable {
    public let id: UInt32
    public let principal: String
    public let name: String
    public let lastSequence: UInt64

    public init(id: UInt32, principal: String, name: String, lastSequence: UInt64) {
        self.id = id
        self.principal = principal
        self.name = name
        self.lastSequence = lastSequence
    }
}

/// Messages of one client with consecutive sequences at consecutive positions.
public struct ClientRun: Hashable, Sendable {
    public let client: UInt32
    public let firstSequence: UInt64
    public let count: UInt32
    public let firstPosition: UInt64

    public init(client: UInt32, firstSequence: UInt64, count: UInt32, firstPosition: UInt64) {
        self.client = client
        self.firstSequence = firstSequence
        self.count = count
        self.firstPosition = firstPosition
    }
}

/// A message as one consumer sees it.
public struct Letter: Hashable, Sendable {
    public let consumer: UInt32
    public let position: UInt64

    public init(consumer: UInt32, position: UInt64) {
        self.consumer = consumer
        self.position = position
    }
}
