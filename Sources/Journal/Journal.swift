/// The durable log: messages by position, and with them what clients have published and consumers have acknowledged.
///
/// No SQL above it, so that another engine can stand behind it. One writer; readers are made apart.
public protocol Journal: AnyObject, Sendable {
    /// Reads back what is stored. Called once, before anything else.
    func recover() throws(JournalError) -> JournalState

    /// Stores a batch. When it returns, the batch is fsynced; when it throws, nothing of it is stored.
    ///
    /// - Returns: Of each subject that was to be erased, whether anything was stored about it.
    @discardableResult
    func commit(_ batch: JournalBatch) throws(JournalError) -> [Bool]

    /// Removes old messages of one type. When it throws, nothing of it is done.
    ///
    /// A client's sequences stay known, and dead letters keep their copies. Positions are never given again.
    func remove(_ step: RetentionStep) throws(JournalError) -> RetentionOutcome

    /// Signs the last block of the audit chain where it is not signed yet and there is a key. Commits do so by themselves about once a second.
    func seal(at time: Int64) throws(JournalError)

    /// The last signature; nil before the first since it was opened.
    var lastSeal: AuditSeal? { get }

    /// A reader for one thread. It sees what was committed before each of its calls.
    func makeReader() throws(JournalError) -> any JournalReader

    /// The bytes on disk.
    var byteCount: UInt64 { get }

    /// Housekeeping for a moment in which nothing is to be committed. Never needed for durability.
    func checkpointIfIdle()

    func close() throws(JournalError)
}

/// Reads messages; never writes.
public protocol JournalReader {
    /// The messages of some types, and of one key where it is given, from a position through another.
    ///
    /// Bounded in messages, in bytes (but never fewer than one message) and in work: it may return none and a ``JournalPage/next`` to go on from.
    func page(
        from: UInt64,
        through: UInt64,
        types: TypeSelection,
        key: [UInt8]?,
        countMax: Int,
        bytesMax: Int
    ) throws(JournalError) -> JournalPage

    /// The messages at these positions, in their order; one that is not there any more is left out.
    ///
    /// - Parameter consumer: Whose dead letters to look into for messages that the journal itself has let go of.
    func messages(at positions: [UInt64], consumer: UInt32?) throws(JournalError) -> MessageSegment

    /// Dead letters, oldest first.
    func deadLetters(_ query: DeadLetterQuery) throws(JournalError) -> DeadLetterPage

    /// The first message received at a time or later; nil where all are earlier.
    func position(atOrAfter time: Int64) throws(JournalError) -> UInt64?

    /// The message with this event id, among those from a position through another.
    ///
    /// Bounded in work: it may find none and say where to go on.
    func find(idHigh: UInt64, idLow: UInt64, from: UInt64, through: UInt64) throws(JournalError) -> FoundMessage

    /// Messages of a chain, from a position on, bounded in messages and bytes; ``JournalPage/next`` is 0 where that was all.
    ///
    /// - Parameter correlation: The id of the chain's first message, 16 bytes. That one itself is not among them.
    func chain(_ correlation: [UInt8], from: UInt64, countMax: Int, bytesMax: Int) throws(JournalError) -> JournalPage

    /// Which sequences of clients lie at a position or after it, as stretches that may begin before it. At most 1,000 of each
    /// client, the latest ones.
    func runs(of clients: [UInt32], from: UInt64) throws(JournalError) -> [ClientRun]

    /// What became of messages with consumers, in the order of the letters.
    func fates(of letters: [Letter]) throws(JournalError) -> [Fate]

    /// What is stored under the clients' sequences of these messages.
    func compare(_ segment: MessageSegment) throws(JournalError) -> [ProbeResult]
}

/// Which types to read.
public enum TypeSelection: Sendable, Equatable {
    case all
    case only([UInt16])
}

public struct FoundMessage: Sendable, Equatable {
    /// Nil: not among those looked at.
    public let position: UInt64?
    /// The position to look on from; behind the last one where nothing is left.
    public let next: UInt64

    public init(position: UInt64?, next: UInt64) {
        self.position = position
        self.next = next
    }
}

public struct JournalPage: Sendable {
    public let segment: MessageSegment
    /// The position to read on from.
    public let next: UInt64

    public init(segment: MessageSegment, next: UInt64) {
        self.segment = segment
        self.next = next
    }
}

/// What is stored under a client's sequence.
public enum ProbeResult: Sendable, Equatable {
    /// The same message, at this position.
    case same(UInt64)
    /// Another message.
    case different
    /// None: it was refused, or never sent.
    case absent
}
