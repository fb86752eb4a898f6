/// A message that is moved to the dead letters. The journal copies the message itself, so that it outlives its retention.
public struct DeadLetterRecord: Hashable, Sendable {
    public let letter: Letter
    public let attempts: UInt32
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let at: Int64
    /// When and why the attempts failed: bytes of the broker's, which the journal does not read.
    public let history: [UInt8]
    /// Of its ordering key, as the broker hashes it.
    public let keyHash: UInt64
    /// Whether it holds back the later messages of its key.
    public let isBlocking: Bool

    public init(letter: Letter, attempts: UInt32, at: Int64, history: [UInt8], keyHash: UInt64, isBlocking: Bool) {
        self.letter = letter
        self.attempts = attempts
        self.at = at
        self.history = history
        self.keyHash = keyHash
        self.isBlocking = isBlocking
    }
}

/// A dead letter as the broker needs to know it when it starts.
public struct DeadLetterState: Hashable, Sendable {
    public let letter: Letter
    public let keyHash: UInt64
    public let isBlocking: Bool
    /// Whether it is being tried again.
    public let isRetrying: Bool

    public init(letter: Letter, keyHash: UInt64, isBlocking: Bool, isRetrying: Bool) {
        self.letter = letter
        self.keyHash = keyHash
        self.isBlocking = isBlocking
        self.isRetrying = isRetrying
    }
}

/// A dead letter with its message.
public struct DeadLetter: Sendable {
    public let letter: Letter
    public let attempts: UInt32
    public let at: Int64
    public let history: [UInt8]
    public let isBlocking: Bool
    public let isRetrying: Bool
    /// The message; its parts lie in the page's bytes.
    public let message: MessageEntry

    public init(
        letter: Letter,
        attempts: UInt32,
        at: Int64,
        history: [UInt8],
        isBlocking: Bool,
        isRetrying: Bool,
        message: MessageEntry
    ) {
        self.letter = letter
        self.attempts = attempts
        self.at = at
        self.history = history
        self.isBlocking = isBlocking
        self.isRetrying = isRetrying
        self.message = message
    }
}

/// Some dead letters in the order in which they died first.
public struct DeadLetterPage: Sendable {
    public let bytes: [UInt8]
    public let letters: [DeadLetter]
    /// Where to read on; nil: that was all.
    public let next: UInt64?

    public init(bytes: [UInt8], letters: [DeadLetter], next: UInt64?) {
        self.bytes = bytes
        self.letters = letters
        self.next = next
    }
}

/// Which dead letters to read.
public struct DeadLetterQuery: Hashable, Sendable {
    /// Of these consumers; nil: of all.
    public var consumers: [UInt32]?
    /// Of one position.
    public var position: UInt64?
    /// Of these types; nil: of all.
    public var types: [UInt16]?
    /// Of one ordering key.
    public var key: [UInt8]?
    /// That died at one of these times, in microseconds since 1970-01-01T00:00:00Z.
    public var times: ClosedRange<Int64>?
    /// As ``DeadLetterPage/next`` said; 0: from the first.
    public var from: UInt64 = 0
    public var countMax = 100

    public init() {}
}
