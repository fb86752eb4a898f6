/// How an outbox stands.
public struct OutboxStatus: Sendable, Equatable {
    /// Messages not answered yet.
    public var waiting: Int
    /// Messages that the gateway refused, kept until they are discarded or sent again.
    public var refused: Int
    /// Messages confirmed since the outbox was made.
    public var confirmed: Int
    /// Of those, the ones the gateway already had: sent twice, kept once.
    public var repeats: Int
    /// Whether a session is open.
    public var isConnected = false
    /// What keeps it from connecting, where the gateway or the disk said so.
    public var trouble: String?
}

/// A message that the gateway did not accept, with its reason.
public struct RefusedMessage: Sendable {
    /// Its number in the outbox.
    public let id: Int64
    public let message: OutgoingMessage
    public let refusal: MessageRefusal
}
