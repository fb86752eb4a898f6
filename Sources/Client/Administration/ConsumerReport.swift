import SwiftProtobuf
import Wire

/// A durable consumer as the gateway sees it.
public struct ConsumerReport: Sendable, Equatable {
    public let principal: String
    public let name: String
    public let filter: String
    public let purpose: String
    /// `exclusive`, `shared` or `keyed`.
    public let kind: String
    /// How long a delivery may stay unanswered; zero: as long as its session.
    public let lease: Duration
    /// After so many failed attempts a message dies; zero: never.
    public let attemptsMax: Int
    public let backoff: [Duration]
    /// Whether a dead letter holds back the later messages of its key.
    public let blocksKey: Bool
    public let isPaused: Bool
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let createdAt: Int64
    public let position: UInt64
    /// Journal messages after its position, wanted or not.
    public let lag: UInt64
    /// When the gateway received the first message that it has not settled, in microseconds since 1970-01-01T00:00:00Z; nil: there is none, or it
    /// is not known yet.
    public let waitingSince: Int64?
    /// Whether that is longer ago than is ordinary: 5 minutes, 30 seconds where it reads messages of the emergency lane.
    public let isSlow: Bool
    /// Removed by a hard limit of retention before it had settled them, since the gateway started.
    public let expired: UInt64
    public let subscriptions: Int
    /// Delivered and not answered.
    public let inFlight: Int
    /// Failed, and due later.
    public let waiting: Int
    /// Behind an earlier message of their key.
    public let parked: Int
    public let deadLetters: Int

    init(_ info: ConsumerInfo) {
        principal = info.principal
        name = info.consumer
        filter = info.filter
        purpose = info.purpose
        kind =
            switch info.settings.kind {
            case .shared: "shared"
            case .keyed: "keyed"
            case .unspecified, .exclusive: "exclusive"
            case .UNRECOGNIZED(let number): "kind \(number)"
            }
        lease = .milliseconds(Int(info.settings.leaseMs))
        attemptsMax = Int(info.settings.attemptsMax)
        backoff = info.settings.backoffMs.map { .milliseconds(Int($0)) }
        blocksKey = info.settings.poison == .blockKey
        isPaused = info.paused
        createdAt = info.createdAtUs
        position = info.position
        lag = info.lagMessages
        waitingSince = info.waitingSinceUs > 0 ? info.waitingSinceUs : nil
        isSlow = info.slow
        expired = info.expired
        subscriptions = Int(info.subscriptions)
        inFlight = Int(info.inFlight)
        waiting = Int(info.waiting)
        parked = Int(info.parked)
        deadLetters = Int(info.deadLetters)
    }
}
