/// One message of a segment. Plain data: key, body and chain lie in the segment's bytes.
public struct MessageEntry: Hashable, Sendable {
    /// Its place in the journal, from 1.
    public var position: UInt64
    /// When the gateway received it: microseconds since 1970-01-01T00:00:00Z. Never falls from one position to the next.
    public var recordedAt: Int64
    public var client: UInt32
    public var type: UInt16
    public var isExercise: Bool
    public var clientSequence: UInt64
    /// The event id's bytes, big end first.
    public var idHigh: UInt64
    public var idLow: UInt64
    public var key: ByteSlice
    public var body: ByteSlice
    /// The chain it belongs to, as two event ids: the chain's first message, and the message it follows from where it names one. 0, 16 or 32 bytes.
    public var chain: ByteSlice
    /// Whether key and body are as they are stored: a tag, and a ciphertext.
    var isEncrypted = false
    /// What is left of it.
    public var condition = Condition.whole

    /// Whether a message can still be read.
    public enum Condition: UInt8, Sendable {
        case whole
        /// Elements of its lists are left out: their subjects were erased.
        case partlyErased
        /// It has neither key nor body: its subject was erased.
        case erased
        /// It has neither key nor body: what is stored cannot be opened.
        case unreadable
    }

    public init(
        position: UInt64,
        recordedAt: Int64,
        client: UInt32,
        type: UInt16,
        isExercise: Bool,
        clientSequence: UInt64,
        idHigh: UInt64,
        idLow: UInt64,
        key: ByteSlice,
        body: ByteSlice,
        chain: ByteSlice = ByteSlice(offset: 0, count: 0)
    ) {
        self.position = position
        self.recordedAt = recordedAt
        self.client = client
        self.type = type
        self.isExercise = isExercise
        self.clientSequence = clientSequence
        self.idHigh = idHigh
        self.idLow = idLow
        self.key = key
        self.body = body
        self.chain = chain
    }
}
