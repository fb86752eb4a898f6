import SwiftProtobuf
import Wire

extension Consumer {
    /// What a consumer reads, and how.
    ///
    /// The gateway keeps ``kind``, ``lease``, ``attemptsMax``, ``backoff`` and ``poison`` with a durable consumer. Where none of them is set, an
    /// existing consumer keeps what it has; where one is, all of them must be what it has: `CONSUMER_CONFLICT` otherwise. Out of bounds:
    /// `INVALID_SETTINGS`.
    public struct Settings: Sendable {
        /// The durable consumer's name, 1 to 48 of `a-z 0-9 . _ -`; nil: an ephemeral one, which the gateway forgets with the session.
        public var name: String?
        /// `crossing.>`, `*.case.*`, or one type's name.
        public var filter: String
        /// Why this agency reads this; kept with the consumer (3 to 200 bytes).
        public var purpose: String
        /// Where it begins, where the gateway does not know it yet.
        public var start: StartPosition
        /// The most messages delivered and not acknowledged.
        public var creditMessages: Int
        /// The most bytes of them.
        public var creditBytes: Int
        /// Of an ephemeral consumer: the number of an approved bulk read, see ``Administration/askBulkRead(_:purpose:)``.
        public var approval: UInt64?
        /// Who reads it; nil: exclusive. Each program that reads a shared or a keyed consumer must say so here, for a session of its own.
        public var kind: Kind?
        /// How long a delivery may stay unanswered, 1 s to 12 h; nil: exclusive, as long as the session; else 30 s.
        public var lease: Duration?
        /// After so many failed attempts a message is moved to the dead letters, 1 to 1,000; nil: exclusive, never; else 5.
        public var attemptsMax: Int?
        /// The wait after the first failed attempt, the second, …; the last one goes on. Up to 32 waits of 100 ms to 12 h; none: 1 s, 5 s, 30 s,
        /// 2 min, 10 min.
        public var backoff: [Duration]
        /// What a dead letter does to later messages; nil: they go on.
        public var poison: Poison?

        public init(
            name: String? = nil,
            filter: String,
            purpose: String,
            start: StartPosition = .beginning,
            creditMessages: Int = 1_000,
            creditBytes: Int = 4 << 20,
            kind: Kind? = nil,
            lease: Duration? = nil,
            attemptsMax: Int? = nil,
            backoff: [Duration] = [],
            poison: Poison? = nil
        ) {
            self.name = name
            self.filter = filter
            self.purpose = purpose
            self.start = start
            self.creditMessages = creditMessages
            self.creditBytes = creditBytes
            self.kind = kind
            self.lease = lease
            self.attemptsMax = attemptsMax
            self.backoff = backoff
            self.poison = poison
        }

        /// For SUBSCRIBE; nil: nothing is set.
        var wire: WireSettings? {
            guard kind != nil || lease != nil || attemptsMax != nil || !backoff.isEmpty || poison != nil else { return nil }
            return .with {
                $0.kind = kind?.wire ?? .unspecified
                $0.leaseMs = lease?.wireMilliseconds ?? 0
                // 0 would ask for the default: what cannot be meant is for the gateway to refuse.
                $0.attemptsMax = attemptsMax.map { $0 > 0 ? UInt32(clamping: $0) : .max } ?? 0
                $0.backoffMs = backoff.map(\.wireMilliseconds)
                $0.poison = poison?.wire ?? .unspecified
            }
        }

        /// The client name of this consumer's session. One client name has one session, so each program that reads a shared or a keyed consumer
        /// needs one of its own, and none is fenced by another, nor by a publisher of the same principal.
        func client(of principal: String, id: EventID = EventID()) -> String {
            let digits = id.description.suffix(12)
            guard let name else { return "\(principal)/tail-\(digits)" }
            switch kind {
            case nil, .exclusive: return "\(principal)/\(name)"
            case .shared, .keyed: return "\(principal)/\(name.prefix(Self.labelCountMax - digits.count - 1))-\(digits)"
            }
        }

        private static let labelCountMax = 48
    }
}
