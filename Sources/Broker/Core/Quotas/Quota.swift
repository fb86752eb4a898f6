/// What one principal may take of the gateway. Nil: as much as the gateway's own limits allow.
public struct Quota: Hashable, Sendable {
    /// Messages published a second, over all its clients; a second's worth at once.
    public var messagesPerSecond: Int?
    /// Bytes published a second, likewise.
    public var bytesPerSecond: Int?
    /// Sessions at once.
    public var sessions: Int?
    /// Messages of one client received and not yet confirmed.
    public var unconfirmed: Int?
    /// Its committed messages that lie after what some durable consumer waits for which may read something it publishes. Above it PUBLISH is busy;
    /// what is urgent may go up to twice as far.
    public var backlog: Int?

    public init(
        messagesPerSecond: Int? = nil,
        bytesPerSecond: Int? = nil,
        sessions: Int? = nil,
        unconfirmed: Int? = nil,
        backlog: Int? = nil
    ) {
        self.messagesPerSecond = messagesPerSecond
        self.bytesPerSecond = bytesPerSecond
        self.sessions = sessions
        self.unconfirmed = unconfirmed
        self.backlog = backlog
    }

    /// No limits of its own.
    public static let none = Quota()

    /// Whether every limit is one: at least 1.
    public var isValid: Bool { [messagesPerSecond, bytesPerSecond, sessions, unconfirmed, backlog].allSatisfy { $0.map { $0 >= 1 } ?? true } }
}
