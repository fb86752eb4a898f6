import SwiftProtobuf
import Wire

/// A message that a consumer could not deal with, and why.
public struct DeadLetterReport: Sendable, Equatable {
    public struct Attempt: Sendable, Equatable {
        /// Microseconds since 1970-01-01T00:00:00Z.
        public let at: Int64
        /// `nak`, `lease_expired`, `session_lost` or `terminated`.
        public let cause: String
        /// The agency's own code; empty where it gave none.
        public let reason: String
    }

    public let principal: String
    public let consumer: String
    public let position: UInt64
    public let type: String
    public let id: EventID?
    public let publisher: String
    /// Of public and internal types, or to the consumer's own principal; else empty.
    public let key: [UInt8]
    public let recordedAt: Int64
    public let diedAt: Int64
    public let attempts: Int
    /// The last attempts, oldest first.
    public let history: [Attempt]
    /// Whether later messages of its key wait for it.
    public let isBlocking: Bool
    public let isRetrying: Bool
    public let isExercise: Bool
    /// Whether somebody whom it is about was erased: its body is gone, or elements of it are.
    public let isErased: Bool
    /// Protobuf of the type, as its own principal may see it; empty where it was not asked for, or is not for whoever asked.
    public let body: [UInt8]

    init(_ info: DeadLetterInfo) {
        principal = info.principal
        consumer = info.consumer
        position = info.position
        type = info.type
        id = EventID(bytes: info.id)
        publisher = info.publisher
        key = [UInt8](info.key)
        recordedAt = info.recordedAtUs
        diedAt = info.diedAtUs
        attempts = Int(info.attempts)
        history = info.history.attempts.map { attempt in
            let cause =
                switch attempt.cause {
                case .nak: "nak"
                case .leaseExpired: "lease_expired"
                case .sessionLost: "session_lost"
                case .terminated: "terminated"
                case .unspecified: "unknown"
                case .UNRECOGNIZED(let number): "cause_\(number)"
                }
            return Attempt(at: attempt.atUs, cause: cause, reason: attempt.reason)
        }
        isBlocking = info.blocking
        isRetrying = info.retrying
        isExercise = info.exercise
        isErased = info.erased
        body = [UInt8](info.body)
    }
}
