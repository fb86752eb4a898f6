import SwiftProtobuf
import Wire

/// Each of them returns at once; what it says leaves within about a millisecond. The first one counts, but for ``progress()``, which is none
/// to end with. One that comes after the lease is over is counted in ``Consumer/lateAnswers``, and does nothing: the message comes again.
extension Delivery {
    /// Tells the gateway that this message is dealt with.
    public func acknowledge() { inbox.acknowledge(receipt) }

    /// Tells the gateway that this message is dealt with, and every one that this consumer handed out before it and that is not answered:
    /// all up to this one.
    public func acknowledgeThrough() { inbox.acknowledge(through: receipt) }

    /// This attempt failed: again later, with one attempt charged. After the consumer's ``Consumer/Settings/attemptsMax`` it is moved to the dead
    /// letters.
    ///
    /// - Parameters:
    ///   - reason: Kept with the message, for operators.
    ///   - retryAfter: At least so long, 100 ms to 12 h; nil: what the consumer's backoff says.
    public func fail(reason: FailureReason = .none, retryAfter: Duration? = nil) {
        inbox.answer(
            .with {
                $0.kind = .nak
                $0.reason = reason.code
                if let retryAfter { $0.delayMs = min(max(retryAfter, .milliseconds(1)), Self.delayMax).wireMilliseconds }
            },
            to: receipt
        )
    }

    /// Still at it: the lease begins anew. Without leases there is nothing to say.
    public func progress() { inbox.answer(.with { $0.kind = .progress }, to: receipt) }

    /// Hopeless: to the dead letters at once.
    ///
    /// - Parameter reason: Kept with the message, for operators.
    public func terminate(reason: FailureReason = .none) {
        inbox.answer(
            .with {
                $0.kind = .terminate
                $0.reason = reason.code
            },
            to: receipt
        )
    }

    /// Gives it back, with nothing charged: another program may take it, or this one again.
    public func release() { inbox.answer(.with { $0.kind = .release }, to: receipt) }

    private static let delayMax = Duration.seconds(43_200)
}
