import Synchronization
import Wire
public import ZeroMQ

/// Publishes without an outbox: the caller awaits each message's outcome, and keeps the message until then.
///
/// A lost link is no error: messages wait and are sent again, and the gateway recognises those that it has. What was not answered when the
/// process ends is the caller's to publish again. One publisher at a time has a client name; a newer one ends an older.
public final class DirectPublisher: Sendable {
    /// The most messages on their way at once; further calls wait their turn.
    public static let unconfirmedMax = 4_096

    private let link: Link
    private let handler: DirectHandler

    /// Begins to connect.
    ///
    /// - Parameter name: Tells this publisher from others of the same principal: 1 to 48 of `a-z 0-9 . _ -`; nil: the principal's own.
    public init(profile: Profile, name: String? = nil) throws(ZeroMQError) {
        link = try Link(profile: profile, client: name.map { "\(profile.principal)/\($0)" } ?? profile.principal)
        handler = DirectHandler(link: link)
        link.start(handler)
    }

    deinit { link.close() }

    /// Publishes one message and returns where the journal keeps it.
    ///
    /// - Throws: ``MessageRefusal`` where the gateway does not accept it, else as ``publish(_:)-([OutgoingMessage])``.
    @discardableResult
    public func publish(_ message: OutgoingMessage) async throws -> UInt64 {
        switch try await publish([message])[0] {
        case .confirmed(let position, _): return position
        case .refused(let refusal): throw refusal
        }
    }

    /// Publishes messages in this order, and returns what became of each. One that no gateway takes (a body over 65,536 bytes or over this
    /// gateway's own limit, a type's name over 96) is refused here, and keeps none of the others back.
    ///
    /// - Throws: `GatewayError` where the gateway does not let this client in (key revoked, name refused, fenced by a newer one), after
    ///   ``close()``, or where it could not read a frame; `CancellationError`. After the latter two it is not known what became of messages
    ///   on their way.
    public func publish(_ messages: [OutgoingMessage]) async throws -> [PublishOutcome] {
        guard !messages.isEmpty else { return [] }
        let batch = DirectBatch(messages)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if handler.enqueue(batch, continuation) { link.wake() }
            }
        } onCancel: {
            handler.cancel(batch)
        }
    }

    /// Says goodbye and ends. Calls that still wait fail.
    public func close() async {
        link.close()
        await link.waitUntilEnded()
    }
}
