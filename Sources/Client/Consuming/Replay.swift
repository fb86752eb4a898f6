import SwiftProtobuf
import Wire
public import ZeroMQ

/// What a gateway's journal holds, read again from a position or a time to an end, at a bounded pace. The sequence ends by itself.
///
/// ```swift
/// let replay = try Replay(profile: profile, settings: .init(filter: "loan.>", purpose: "rebuild the ledger", from: .time(monday)))
/// for try await delivery in replay {
///     try await rebuild(from: delivery)
///     delivery.acknowledge()
/// }
/// ```
/// It has a position of its own and moves nobody else's; live messages go before it. Every delivery says ``Delivery/isReplay``. Through lost
/// connections it goes on after what was acknowledged; ``position`` is where another program, or another day, can go on. It ends when every
/// message of it was answered: an application that stops answering stops receiving.
public final class Replay: AsyncSequence, Sendable {
    private let link: Link
    private let inbox: Inbox

    /// What to read, and how fast.
    public struct Settings: Sendable {
        /// Which types: `loan.>`, `*.case.*`, or one type's name.
        public var filter: String
        /// Why this agency reads this again (3 to 200 bytes).
        public var purpose: String
        /// Where to begin; ``StartPosition/now`` is refused.
        public var from: StartPosition
        /// The last position; nil: the last one there is when it begins.
        public var through: UInt64?
        /// Only messages with this ordering key, at most 256 bytes; empty: all.
        public var key: [UInt8]
        /// Messages a second, 1 to 100,000; nil: 1,000.
        public var rate: Int?
        /// The most messages delivered and not acknowledged.
        public var creditMessages: Int

        public init(
            filter: String,
            purpose: String,
            from: StartPosition = .beginning,
            through: UInt64? = nil,
            key: [UInt8] = [],
            rate: Int? = nil,
            creditMessages: Int = 1_000
        ) {
            self.filter = filter
            self.purpose = purpose
            self.from = from
            self.through = through
            self.key = key
            self.rate = rate
            self.creditMessages = creditMessages
        }

        /// - Parameter through: Where it ends, where an earlier session learnt that.
        func command(through known: UInt64?) -> WireReplay {
            .with {
                $0.through = known ?? through ?? 0
                $0.key = .init(key)
                // 0 would ask for the default: what cannot be meant is for the gateway to refuse.
                $0.messagesPerSecond = rate.map { $0 > 0 ? UInt32(clamping: $0) : .max } ?? 0
            }
        }
    }

    /// Begins to connect.
    public init(profile: Profile, settings: Settings) throws(ZeroMQError) {
        let consumer = Consumer.Settings(
            filter: settings.filter,
            purpose: settings.purpose,
            start: settings.from,
            creditMessages: settings.creditMessages
        )
        link = try Link(profile: profile, client: consumer.client(of: profile.principal))
        inbox = Inbox(settings: consumer, replay: settings, link: link)
        link.start(inbox)
    }

    deinit { link.close() }

    /// Waits for the gateway's answer.
    ///
    /// - Returns: The last position that it will reach; nil: there is nothing.
    /// - Throws: `GatewayError`: what was asked for is refused, or this client is not let in.
    @discardableResult
    public func began() async throws -> UInt64? {
        try await inbox.waitUntilSubscribed()
        return inbox.through
    }

    /// Everything before it is acknowledged: a later replay can go on from there. Nil: the gateway has not answered yet.
    public var position: UInt64? { inbox.position }

    /// Sends the acknowledgements that are due, says goodbye, and ends the sequence.
    public func close() async {
        link.close()
        await link.waitUntilEnded()
    }

    public func makeAsyncIterator() -> Iterator { Iterator(replay: self) }

    public struct Iterator: AsyncIteratorProtocol {
        let replay: Replay

        /// - Returns: The next delivery; nil at the end, after ``Replay/close()``, or where the task is cancelled.
        /// - Throws: `GatewayError` where the gateway refuses the replay or this client.
        public func next() async throws -> Delivery? { try await replay.inbox.next() }
    }
}
