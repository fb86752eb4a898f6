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
/// At least once. An exclusive consumer gets messages in the order of commits; several programs can share a durable one, see ``Kind``. Reconnects
/// by itself; a named consumer goes on where it was, after any restart. Unanswered messages are limited by credit: an application that stops
/// answering stops receiving. With a lease (``Settings/lease``) a message that stays unanswered for so long is given to another program, or
/// here again: say ``Delivery/progress()`` where the work takes longer.
public final class Consumer: AsyncSequence, Sendable {
    let link: Link
    private let inbox: Inbox

    /// Begins to connect.
    public init(profile: Profile, settings: Settings) throws(ZeroMQError) {
        link = try Link(profile: profile, client: settings.client(of: profile.principal))
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

    /// Where the gateway had this consumer begin: everything before it was settled, or is not wanted. Nil: not subscribed yet. A program that keeps
    /// its own position finds here whether its own memory is older than the gateway's.
    public var origin: UInt64? { inbox.consumerOrigin }

    /// How long a delivery may stay unanswered, as the gateway keeps it; nil: as long as the session, or not subscribed yet.
    public var lease: Duration? { inbox.lease }

    /// How many answers came too late to count: their lease was over, and the message comes again, here or elsewhere. Acknowledgements that
    /// were refused together count as one. A rising number asks for a longer lease, or for ``Delivery/progress()``.
    public var lateAnswers: Int { inbox.lateCount }

    /// Sends the answers that are due, gives back what is leased and not answered, says goodbye, and ends the sequence.
    public func close() async {
        link.close()
        await link.waitUntilEnded()
    }

    /// The next deliveries: waits for the first, and takes what is here with it, for those who deal with many in one transaction.
    ///
    /// - Parameter countMax: At least 1.
    /// - Returns: One or more, in order; none after ``close()`` or where the task is cancelled.
    /// - Throws: `GatewayError` where the gateway refuses the subscription or this client.
    public func next(upTo countMax: Int) async throws -> [Delivery] {
        guard let first = try await inbox.next() else { return [] }
        return [first] + inbox.takeReady(countMax: countMax - 1)
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
