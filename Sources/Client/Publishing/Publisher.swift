public import GRDB
public import Logging

/// Publishes through a durable outbox: a message is safe when ``publish(_:)-(OutgoingMessage)`` returns, gateway or no gateway.
///
/// The outbox survives a restart, sends in order, sends again what was not answered, and knows what is confirmed. A message that the
/// gateway refuses is set aside with its reason and never holds up what follows.
public final class Publisher: Sendable {
    public struct Options: Sendable {
        /// Tells this publisher from others of the same principal: 1 to 48 of `a-z 0-9 . _ -`; nil: the principal's own name.
        public var name: String?
        /// The most the outbox may grow to, in bytes. Then publishing fails with ``OutboxError/Code/full``.
        public var bytesMax = 1 << 30
        public var logger = Logger(label: "cuakhau.publisher") { _ in SwiftLogNoOpLogHandler() }

        public init(name: String? = nil) {
            self.name = name
        }
    }

    private let outbox: Outbox
    private let handler: OutboxHandler
    private let link: Link

    /// Opens the outbox, making it where there is none, and begins to connect.
    ///
    /// - Parameter outbox: The path of its file. One client name, one file; one process at a time.
    /// - Throws: ``OutboxError``, or `ZeroMQError` where the machine has no more sockets.
    public init(profile: Profile, outbox path: String, options: Options = Options()) throws {
        let client = options.name.map { "\(profile.principal)/\($0)" } ?? profile.principal
        outbox = try Outbox(path: path, client: client, bytesMax: options.bytesMax)
        link = try Link(profile: profile, client: client)
        handler = OutboxHandler(outbox: outbox, link: link, logger: options.logger)
        link.start(handler)
    }

    /// Sends what lies in an agency's own store, see ``StoreOutbox``, and begins to connect.
    ///
    /// - Parameter store: Its migrations include ``StoreOutbox/registerMigrations(in:)``, and its commits are fsynced. It stays its owner's, who closes it
    ///   after ``close()``.
    /// - Throws: ``OutboxError``: another process sends from it; or `ZeroMQError`.
    public init(profile: Profile, store: DatabaseQueue, messagesMax: Int = 1_000_000, options: Options = Options()) throws {
        let client = options.name.map { "\(profile.principal)/\($0)" } ?? profile.principal
        outbox = try Outbox(store: store, client: client, messagesMax: messagesMax)
        link = try Link(profile: profile, client: client)
        handler = OutboxHandler(outbox: outbox, link: link, logger: options.logger)
        link.start(handler)
    }

    deinit { link.close() }

    /// Looks into the outbox: something was added there, perhaps by another process. Looking once too often costs nothing.
    public func wake() { link.wake() }

    /// Keeps a message: when it returns, the message is fsynced and will reach the gateway.
    ///
    /// - Returns: Its number in this outbox.
    /// - Throws: ``OutboxError``: then the message is not kept.
    @discardableResult
    public func publish(_ message: OutgoingMessage) async throws -> Int64 {
        try await publish([message])[0]
    }

    /// Keeps messages in this order, all or none.
    @discardableResult
    public func publish(_ messages: [OutgoingMessage]) async throws -> [Int64] {
        let ids = try await outbox.append(messages)
        link.wake()
        return ids
    }

    public func status() throws -> OutboxStatus {
        do {
            var status = try outbox.status()
            (status.isConnected, status.trouble) = handler.connection
            return status
        } catch {
            throw Outbox.outboxError(error)
        }
    }

    /// The gateway's clock as the latest session began; nil: there was none yet.
    public var gatewayClock: GatewayClock? { link.gatewayClock }

    /// How many messages the gateway has refused since this publisher was made.
    public var refusals: Int { handler.refusals }

    /// Waits until a message is answered, or the publisher is closed.
    ///
    /// - Returns: Why it was refused; nil where it was confirmed.
    /// - Throws: ``OutboxError``; `CancellationError` where the publisher or the task ended before an answer.
    public func outcome(of id: Int64) async throws -> MessageRefusal? {
        try await handler.waitUntilSettled(id)
        if try outbox.isWaiting(id) { throw CancellationError() }
        return try outbox.refused(id)?.refusal
    }

    /// Waits until nothing waits for the gateway, the publisher is closed, or the task is cancelled.
    public func waitUntilSettled() async { try? await handler.waitUntilSettled(nil) }

    /// The refused messages, oldest first.
    public func refused(countMax: Int = 1_000) throws -> [RefusedMessage] { try outbox.refused(countMax: countMax) }

    /// Forgets a refused message.
    ///
    /// - Returns: Whether there was one with that number.
    @discardableResult
    public func discardRefused(_ id: Int64) throws -> Bool { try outbox.discardRefused(id) }

    /// Says goodbye and ends. What waits stays in the outbox for the next start.
    public func close() async {
        link.close()
        await link.waitUntilEnded()
        outbox.close()
    }
}
