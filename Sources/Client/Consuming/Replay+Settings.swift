import Foundation
import SwiftProtobuf
import Wire

extension Replay {
    /// What to read again, and how fast. Out of bounds: `INVALID_SETTINGS`.
    public struct Settings: Sendable {
        /// `crossing.>`, `*.case.*`, or one type's name.
        public var filter: String
        /// Where to begin; ``StartPosition/now`` is refused.
        public var start: StartPosition
        /// The last position; nil: the last one that the journal has when the replay begins.
        public var through: UInt64?
        /// Only messages with this ordering key (``Delivery/key``): its fields' text, joined by `+`. Nil: all.
        public var key: [UInt8]?
        /// At most so many messages a second, 1 to 100,000; nil: 1,000.
        public var messagesPerSecond: Int?
        /// Why this agency reads this again (3 to 200 bytes).
        public var purpose: String
        /// The number of an approved bulk read, see ``Administration/askBulkRead(_:purpose:)``; nil: what one may read alone is enough.
        public var approval: UInt64?
        /// The most messages delivered and not acknowledged.
        public var creditMessages: Int
        /// The most bytes of them.
        public var creditBytes: Int

        public init(
            filter: String,
            start: StartPosition = .beginning,
            through: UInt64? = nil,
            key: [UInt8]? = nil,
            messagesPerSecond: Int? = nil,
            purpose: String,
            creditMessages: Int = 1_000,
            creditBytes: Int = 4 << 20
        ) {
            self.filter = filter
            self.start = start
            self.through = through
            self.key = key
            self.messagesPerSecond = messagesPerSecond
            self.purpose = purpose
            self.creditMessages = creditMessages
            self.creditBytes = creditBytes
        }

        var consumer: Consumer.Settings {
            var settings = Consumer.Settings(filter: filter, purpose: purpose, start: start, creditMessages: creditMessages, creditBytes: creditBytes)
            settings.approval = approval
            return settings
        }

        /// For SUBSCRIBE.
        ///
        /// - Parameter known: The end that an earlier session was told: it stays where it was.
        func command(through known: UInt64?) -> WireReplay {
            .with {
                $0.through = known ?? through ?? 0
                $0.key = Data(key ?? [])
                // 0 would ask for the default: what cannot be meant is for the gateway to refuse.
                $0.messagesPerSecond = messagesPerSecond.map { $0 > 0 ? UInt32(clamping: $0) : .max } ?? 0
            }
        }
    }
}
