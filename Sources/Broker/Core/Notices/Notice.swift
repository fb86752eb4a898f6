import Contracts
import SwiftProtobuf
import Wire

/// A message of the gateway's own that waits for the next batch. It is stored with what it tells of: both, or neither.
struct Notice: Equatable {
    let type: String
    let key: [UInt8]
    let body: [UInt8]
    let isExercise: Bool
    /// Whether it tells of a request that is refused where it cannot be stored: then it is not told later either.
    var isOfRequest = false

    static let letterDied = "gateway.letter.died.v1"
    static let actRecorded = "gateway.act.recorded.v1"
    static let refusalsCounted = "gateway.refusals.counted.v1"
    static let readRecorded = "gateway.read.recorded.v1"
    static let subjectErased = "gateway.subject.erased.v1"

    /// A message became a dead letter.
    static func died(_ consumer: ConsumerState, _ position: UInt64, _ type: String, _ failures: Failures, isExercise: Bool) -> Notice {
        let last = failures.history.last
        let body = Langson_Gateway_V1_LetterDied.with {
            $0.principal = consumer.principal
            $0.consumer = consumer.name
            $0.position = position
            $0.type = type
            $0.attempts = failures.count
            $0.cause =
                switch last?.cause {
                case .leaseExpired: .leaseExpired
                case .sessionLost: .sessionLost
                case .terminated: .terminated
                case .nak, nil: .nak
                }
            $0.diedAt = Self.timestamp(last?.at ?? 0)
        }
        return Notice(letterDied, consumer.principal, body, isExercise: isExercise)
    }

    /// Somebody administered the gateway.
    static func act(
        _ kind: Langson_Gateway_V1_ActKind,
        principal: String,
        consumer: String,
        officer: String = "",
        by client: String,
        count: Int = 0,
        at time: Int64
    ) -> Notice {
        let body = Langson_Gateway_V1_ActRecorded.with {
            $0.principal = principal
            $0.consumer = consumer
            $0.kind = kind
            $0.by = client
            $0.count = UInt32(clamping: count)
            $0.at = Self.timestamp(time)
            $0.officer = officer
        }
        return Notice(actRecorded, principal, body, isExercise: false)
    }

    /// A subject's key is destroyed.
    static func erased(_ subject: String, reason: String, by principal: String, at time: Int64) -> Notice {
        let body = Langson_Gateway_V1_SubjectErased.with {
            $0.askedBy = principal
            $0.subject = subject
            $0.reason = reason
            $0.at = Self.timestamp(time)
        }
        return Notice(subjectErased, principal, body, isExercise: false)
    }

    /// Somebody reads what is about people, or asks to.
    static func read(_ read: ReadNotice, isOfRequest: Bool = false) -> Notice {
        let body = Langson_Gateway_V1_ReadRecorded.with {
            $0.principal = read.principal
            $0.client = read.client
            $0.kind = read.kind
            $0.number = read.number
            $0.filter = read.filter
            $0.purpose = read.purpose
            $0.types = read.types
            $0.from = read.from
            $0.ranges = read.ranges.map { range in
                .with { ($0.first, $0.last) = (range.lowerBound, range.upperBound) }
            }
            $0.messages = read.messages
            $0.approval = read.approval
            $0.at = Self.timestamp(read.at)
        }
        var notice = Notice(readRecorded, read.principal, body, isExercise: false)
        notice.isOfRequest = isOfRequest
        return notice
    }

    /// Something was refused.
    static func refused(_ kind: RefusalCounts.Kind, _ count: RefusalCounts.Count) -> Notice {
        let body = Langson_Gateway_V1_RefusalsCounted.with {
            $0.principal = kind.principal
            $0.client = kind.client
            $0.code = UInt32(clamping: kind.code)
            $0.count = count.count
            $0.from = Self.timestamp(count.first)
            $0.to = Self.timestamp(count.last)
        }
        return Notice(refusalsCounted, kind.principal, body, isExercise: false)
    }

    private init(_ type: String, _ principal: String, _ body: some SwiftProtobuf.Message, isExercise: Bool) {
        self.type = type
        key = Array(principal.utf8)
        // Writing a message whose fields are all plain values cannot fail.
        self.body = (try? body.serializedBytes()) ?? []
        self.isExercise = isExercise
    }

    private static func timestamp(_ microseconds: Int64) -> Google_Protobuf_Timestamp {
        let seconds = microseconds / 1_000_000
        return Google_Protobuf_Timestamp(seconds: seconds, nanos: Int32(microseconds % 1_000_000) * 1_000)
    }
}
