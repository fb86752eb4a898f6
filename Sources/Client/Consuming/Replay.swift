public import ZeroMQ

/// What the gateway's journal holds of a filter, once more: from a position, a time or the beginning to an end, at a bounded pace.
///
/// ```swift
/// let replay = try Replay(profile: profile, settings: .init(filter: "loan.>", start: .time(monday), purpose: "mend the ledger"))
/// for try await delivery in replay {
///     try await handle(delivery)
///     delivery.acknowledge()
/// }
/// ```
/// It disturbs nobody: its position is its own, no consumer's position moves, and the gateway serves it after whoever reads what is new. This
/// principal sees what it saw when the messages were new. What they cause was perhaps caused before: ``Delivery/isReplay`` says that they come
/// from here.
///
/// Ends by itself: after the last message, and after those that were failed or given back have come again. Reconnects by itself, and goes on after
/// what was acknowledged. The gateway remembers nothing of it: a program that goes on in a later process keeps ``position``.
public final class Replay: AsyncSequence, Sendable {
    private let link: Link
    private let inbox: Inbox

    /// Begins to connect.
    public init(profile: Profile, settings: Settings) throws(ZeroMQError) {
        // A session of its own, beside whatever else this principal runs.
        link = try Link(profile: profile, client: "\(profile.principal)/replay-\(EventID().description.suffix(12))")
        inbox = Inbox(settings: settings.consumer, replay: settings, link: link)
        link.start(inbox)
    }

    deinit { link.close() }

    /// Waits for the gateway's answer. Where too many replays run already, that is until one of them ends.
    ///
    /// - Returns: The types that the filter matches and this role may read.
    /// - Throws: `GatewayError`: the settings are refused, or this client is not let in.
    @discardableResult
    public func subscribed() async throws -> [String] {
        try await inbox.waitUntilSubscribed()
        return inbox.subscribedTypes
    }

    /// Where to go on: everything before it is acknowledged or not wanted. At the end that is right after ``through``. Nil: not known yet.
    public var position: UInt64? { inbox.replayPosition }

    /// The last position that is looked at; nil: not subscribed yet.
    public var through: UInt64? { inbox.replayThrough }

    /// Says goodbye, and ends the sequence.
    public func close() async {
        link.close()
        await link.waitUntilEnded()
    }

    public func makeAsyncIterator() -> Iterator { Iterator(replay: self) }

    public struct Iterator: AsyncIteratorProtocol {
        /// Kept, so that a replay that nothing else holds reads on.
        let replay: Replay

        /// - Returns: The next delivery; nil at the end, after ``Replay/close()``, or where the task is cancelled.
        /// - Throws: `GatewayError` where the gateway refuses the replay or this client.
        public func next() async throws -> Delivery? { try await replay.inbox.next() }
    }
}
