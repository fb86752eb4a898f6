/// Who was given what about one person, case or loan.
public struct AccessReport: Sendable {
    /// A message about them.
    public struct Message: Sendable, Equatable {
        public let position: UInt64
        public let type: String
    }

    /// How it was given.
    public enum Way: String, Sendable {
        /// A durable consumer dealt with it.
        case consumer
        /// A durable consumer that was forgotten since had come past it.
        case forgottenConsumer = "forgotten_consumer"
        /// A durable consumer was given it, and had not answered when its session ended.
        case unanswered
        /// A tail or a replay.
        case reading
        /// It was shown among dead letters.
        case deadLetters = "dead_letters"
    }

    /// Somebody who was given messages about them.
    public struct Reading: Sendable {
        public let principal: String
        /// A consumer's or a client's name.
        public let reader: String
        public let way: Way
        /// As it was stated.
        public let purpose: String
        public var positions: [UInt64]
        /// Wall microseconds, as all times here.
        public var firstAt: Int64
        public var lastAt: Int64
        /// The number of the bulk read that two others approved; 0: none.
        public let approval: UInt64
        /// False where it may have been given these: it goes on just now, or the gateway was killed in the middle of it, or it was forgotten, or its principal may not
        /// read them today.
        public var isCertain: Bool
    }

    public var messages: [Message] = []
    public var readings: [Reading] = []
    /// When the key was destroyed; nil: it was not. What came later is under another key.
    public var erasedAt: Int64?
    /// Whether the gateway ever stored anything about them under a key of their own.
    public var isKnown = false
}
