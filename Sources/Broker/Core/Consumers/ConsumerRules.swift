import SwiftProtobuf
import Wire

/// How a consumer delivers, with every default written out. Times are microseconds.
struct ConsumerRules: Equatable, Sendable {
    enum Kind: Sendable {
        case exclusive
        case shared
        case keyed
    }

    var kind: Kind
    /// How long a delivery may stay unanswered; 0: as long as its session.
    var lease: Int64
    /// After so many failed attempts a message is moved to the dead letters; 0: never.
    var attemptsMax: UInt32
    /// The wait after the first failed attempt, the second, …; the last one goes on.
    var backoff: [Int64]
    /// Whether a dead letter holds back the later messages of its key.
    var blocksKey: Bool

    /// One subscription, no leases, no dead letters: what a consumer is that asked for nothing else.
    static let exclusive = ConsumerRules(kind: .exclusive, lease: 0, attemptsMax: 0, backoff: defaultBackoff, blocksKey: false)

    static let leaseBounds: ClosedRange<UInt32> = 1_000...43_200_000
    static let attemptsBounds: ClosedRange<UInt32> = 1...1_000
    static let backoffBounds: ClosedRange<UInt32> = 100...43_200_000
    static let backoffCountMax = 32
    static let delayMilliseconds: UInt32 = 43_200_000
    private static let defaultLease: UInt32 = 30_000
    private static let defaultAttempts: UInt32 = 5
    private static let defaultBackoff: [Int64] = [1_000_000, 5_000_000, 30_000_000, 120_000_000, 600_000_000]
    /// So that a bare "failed" cannot burn all attempts in a moment.
    static let backoffFloor: Int64 = 100_000

    var isLeased: Bool { lease > 0 }
    /// Whether several subscriptions may read it at once.
    var isShared: Bool { kind != .exclusive }

    /// The wait after a failed attempt: what the schedule says, and up to a quarter more, so that messages that failed together do not come back
    /// together. The same message waits the same time in every run: the core has no dice.
    func wait(afterFailures failures: UInt32, of position: UInt64) -> Int64 {
        let step = backoff[min(backoff.count - 1, Int(max(1, failures)) - 1)]
        var mixed = position &* 0x9e37_79b9_7f4a_7c15 ^ UInt64(failures)
        mixed = (mixed ^ mixed >> 29) &* 0xbf58_476d_1ce4_e5b9
        let extra = Int64((mixed >> 40) % 256) * (step / 4) / 256
        return max(Self.backoffFloor, step + extra)
    }
}

extension ConsumerRules {
    /// What SUBSCRIBE or an operator asks for.
    ///
    /// - Throws: `INVALID_SETTINGS` naming the setting and its bounds.
    init(_ settings: WireSettings) throws(GatewayError) {
        switch settings.kind {
        case .unspecified, .exclusive: kind = .exclusive
        case .shared: kind = .shared
        case .keyed: kind = .keyed
        case .UNRECOGNIZED: throw Self.invalid("kind is exclusive, shared or keyed")
        }
        let isExclusive = kind == .exclusive
        let leaseMilliseconds = settings.leaseMs == 0 && !isExclusive ? Self.defaultLease : settings.leaseMs
        guard leaseMilliseconds == 0 || Self.leaseBounds.contains(leaseMilliseconds) else {
            throw Self.invalid("lease_ms is \(Self.leaseBounds.lowerBound) to \(Self.leaseBounds.upperBound)")
        }
        lease = Int64(leaseMilliseconds) * 1_000
        attemptsMax = settings.attemptsMax == 0 && !isExclusive ? Self.defaultAttempts : settings.attemptsMax
        guard attemptsMax == 0 || Self.attemptsBounds.contains(attemptsMax) else {
            throw Self.invalid("attempts_max is \(Self.attemptsBounds.lowerBound) to \(Self.attemptsBounds.upperBound)")
        }
        guard settings.backoffMs.count <= Self.backoffCountMax, settings.backoffMs.allSatisfy(Self.backoffBounds.contains) else {
            throw Self.invalid(
                "backoff_ms is up to \(Self.backoffCountMax) waits of \(Self.backoffBounds.lowerBound) to \(Self.backoffBounds.upperBound)"
            )
        }
        backoff = settings.backoffMs.isEmpty ? Self.defaultBackoff : settings.backoffMs.map { Int64($0) * 1_000 }
        switch settings.poison {
        case .unspecified, .skip: blocksKey = false
        case .blockKey:
            guard kind == .keyed else { throw Self.invalid("poison block_key is for keyed consumers: only they know which messages have a key") }
            blocksKey = true
        case .UNRECOGNIZED: throw Self.invalid("poison is skip or block_key")
        }
    }

    /// Whether every setting that a client names is what it is. What a client leaves out it takes as it is.
    func agree(with named: WireSettings) -> Bool {
        let mine = wire
        return (named.kind == .unspecified || named.kind == mine.kind) && (named.leaseMs == 0 || named.leaseMs == mine.leaseMs)
            && (named.attemptsMax == 0 || named.attemptsMax == mine.attemptsMax) && (named.backoffMs.isEmpty || named.backoffMs == mine.backoffMs)
            && (named.poison == .unspecified || named.poison == mine.poison)
    }

    private static func invalid(_ advice: String) -> GatewayError { GatewayError(.invalidSettings, advice) }

    /// As SUBSCRIBED says it, and the journal keeps it.
    var wire: WireSettings {
        .with {
            $0.kind =
                switch kind {
                case .exclusive: .exclusive
                case .shared: .shared
                case .keyed: .keyed
                }
            $0.leaseMs = UInt32(lease / 1_000)
            $0.attemptsMax = attemptsMax
            $0.backoffMs = backoff.map { UInt32($0 / 1_000) }
            $0.poison = blocksKey ? .blockKey : .skip
        }
    }
}
