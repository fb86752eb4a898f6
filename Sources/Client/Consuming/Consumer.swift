public import ZeroMQ

/// The messages of a filter that this agency may read, one after another, each to be acknowledged.
///
/// ```swift
/// let consumer = try Consumer(profile: profile, settings: .init(name: "ledger", filter: "loan.>", purpose: "keep the loan ledger"))
/// for try await delivery in consumer {
///     try await handle(delivery)
///     delivery.acknowledge()
/// }
/// ```
/// At least once, in the order of commits. Reconnects by itself; a named consumer goes on where it was, after any restart. Unacknowledged
/// messages are limited by credit: an application that stops acknowledging stops receiving.
public final class Consumer: AsyncSequence, Sendable {
    public struct Settings: Sendable {
        /// The durable consumer's name, 1 to 48 of `a-z 0-9 . _ -`; nil: an ephemeral one, which the gateway forgets with the session.
        public var name: String?
        /// `crossing.>`, `*.case.*`, or one type's name.
        public var filter: String
        /// Why this agency reads this; kept with the consumer (3 to 200 bytes).
        public var purpose: String
        /// Where it begins, where the gateway does not know it yet.
        public var start: StartPosition
        /// The most messages delivered and not acknowledged.
        public var creditMessages: Int
        /// The most bytes of them.
        public var creditBytes: Int

        public init(
            name: String? = nil,
            filter: String,
            purpose: String,
            start: StartPosition = .beginning,
            creditMessages: Int = 1_000,
            creditBytes: Int = 4 << 20
        ) {
            self.name = name
            self.filter = filter
            self.purpose = purpose
            self.start = start
            self.creditMessages = creditMessages
            self.creditBytes = creditBytes
        }
    }

    let link: Link
    private let inbox: Inbox

    /// Begins to connect.
    public init(profile: Profile, settings: Settings) throws(ZeroMQError) {
        // Each consumer has a session of its own, so that a publisher of the same principal is not fenced by it.
        let label = settings.name ?? "tail-\(EventID().description.suffix(12))"
        link = try Link(profile: profile, client: "\(profile.principal)/\(label)")
        inbox = Inbox(settings: settings, link: link)
        link.start(inbox)
    }

    deinit { link.close() }

    /// Waits for the gateway's answer to the subscription.
    ///
    /// - Returns: The types that the filter matches and this role may read.
    /// - Throws: `GatewayError`: the filter, the name or the purpose is refused, or this client is not let in.
    @discardableResult
    public func subscribed() async throws -> [String] {
        try await inbox.waitUntilSubscribed()
        return inbox.subscribedTypes
    }

    /// Sends the acknowledgements that are due, says goodbye, and ends the sequence.
    public func close() async {
        link.close()
        await link.waitUntilEnded()
    }

    public func makeAsyncIterator() -> Iterator { Iterator(consumer: self) }

    public struct Iterator: AsyncIteratorProtocol {
        /// Kept, so that a consumer that nothing else holds reads on: `for try await delivery in try Consumer(…)`.
        let consumer: Consumer

        /// - Returns: The next delivery; nil after ``Consumer/close()`` or where the task is cancelled.
        /// - Throws: `GatewayError` where the gateway refuses the subscription or this client.
        public func next() async throws -> Delivery? { try await consumer.inbox.next() }
    }
}
