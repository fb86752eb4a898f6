import Wire

/// What was refused since it was last told: counted by client and code, so that a flood costs no more than one message a minute of each.
struct RefusalCounts {
    struct Kind: Hashable {
        let principal: String
        let client: String
        let code: Int
    }

    struct Count {
        var count: UInt64
        /// Wall microseconds, as ``last``.
        let first: Int64
        var last: Int64
    }

    /// Different ones at once. What is beyond is counted for the principal as a whole.
    static let kindsMax = 1_024
    /// Microseconds from the first of them until they are told.
    static let interval: Int64 = 60_000_000

    private var counts: [Kind: Count] = [:]
    /// Monotonic; nil: there is nothing to tell.
    private var since: Int64?

    mutating func note(_ kind: Kind, count: UInt64 = 1, now: Moment) {
        since = since ?? now.monotonic
        let kind =
            counts[kind] == nil && counts.count >= Self.kindsMax ? Kind(principal: kind.principal, client: kind.principal, code: kind.code) : kind
        var entry = counts[kind] ?? Count(count: 0, first: now.wall, last: now.wall)
        entry.count += count
        entry.last = max(entry.last, now.wall)
        counts[kind] = entry
    }

    /// What there is to tell, where it is time, or the gateway stops; in an order that is the same in every run.
    mutating func take(now: Moment, isLast: Bool = false) -> [(kind: Kind, count: Count)] {
        guard let since, isLast || now.monotonic - since >= Self.interval else { return [] }
        defer { (counts, self.since) = ([:], nil) }
        return counts.map { ($0.key, $0.value) }.sorted {
            ($0.kind.client, $0.kind.principal, $0.kind.code) < ($1.kind.client, $1.kind.principal, $1.kind.code)
        }
    }

    /// Whether something is refused for good: who comes again later, as it is told to, is ordinary traffic.
    static func isForGood(_ code: ErrorCode) -> Bool {
        switch code {
        case .helloRequired, .shuttingDown, .sequenceGap, .busy, .storageFull, .storageFailed, .tooManyMessages, .quotaExceeded, .consumerInUse,
            .leaseLost, .unspecified:
            false
        default: true
        }
    }
}
