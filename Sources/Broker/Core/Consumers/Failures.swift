import Journal
import SwiftProtobuf
import Wire

/// What a message has been through with one consumer: its failed attempts.
struct Failures: Equatable, Sendable {
    struct Attempt: Equatable, Sendable {
        /// Microseconds since 1970-01-01T00:00:00Z.
        let at: Int64
        let cause: FailureCause
        /// The agency's own code; empty where it said nothing.
        let reason: String
    }

    /// The failed attempts that are charged.
    var count: UInt32 = 0
    /// Wall time before which it does not go out again.
    var until: Int64 = 0
    /// The last ones, oldest first.
    var history: [Attempt] = []

    static let historyMax = 20

    mutating func add(_ attempt: Attempt) {
        count += 1
        history.append(attempt)
        if history.count > Self.historyMax { history.removeFirst() }
    }
}

/// Why an attempt failed.
enum FailureCause: UInt8, Sendable {
    /// The agency said so.
    case nak = 1
    /// It did not answer within the lease.
    case leaseExpired = 2
    /// Its session ended while it was at it.
    case sessionLost = 3
    /// The agency said that no attempt will succeed.
    case terminated = 4
}

extension Failures {
    /// As the journal keeps the attempts: a FailureHistory of Protocols/cuakhau/wire/v1/commands.proto.
    var encoded: [UInt8] {
        var stored = WireFailureHistory()
        for attempt in history {
            var failed = WireFailedAttempt()
            failed.atUs = attempt.at
            failed.cause = .init(rawValue: Int(attempt.cause.rawValue)) ?? .unspecified
            failed.reason = attempt.reason
            stored.attempts.append(failed)
        }
        return (try? stored.serializedBytes()) ?? []
    }

    /// What was stored: bytes that say nothing are no history, the count stands.
    init(_ record: FailureRecord) {
        count = record.count
        until = record.until
        let stored = try? WireFailureHistory(serializedBytes: record.history)
        history = (stored?.attempts ?? []).map {
            Attempt(at: $0.atUs, cause: FailureCause(rawValue: UInt8(clamping: $0.cause.rawValue)) ?? .nak, reason: $0.reason)
        }
    }
}
