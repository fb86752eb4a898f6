import SwiftProtobuf
import Wire

/// A message without its content: where it stands in its chain, and what became of it.
public struct TraceReport: Sendable, Equatable {
    public let position: UInt64
    public let type: String
    public let id: EventID
    /// Who published it.
    public let client: String
    /// When the gateway received it, in microseconds since 1970-01-01T00:00:00Z.
    public let recordedAt: Int64
    /// Nil: it is in no chain, or begins one.
    public let chain: MessageChain?
    public let isExercise: Bool
    /// With each consumer that is entitled to it; a principal that is and has none is there without a consumer's name. The publisher sees all,
    /// any other reader its own.
    public let receipts: [Receipt]

    /// What became of a message with one consumer.
    public struct Receipt: Sendable, Equatable {
        public enum State: String, Sendable, CaseIterable {
            /// The principal may read it and has no durable consumer for it, or one that began later.
            case notConsumed = "not_consumed"
            case pending
            /// Out, unanswered.
            case delivered
            /// Failed, and due again.
            case retrying
            /// Acknowledged.
            case processed
            /// A dead letter.
            case dead
            /// Was a dead letter, and was thrown away.
            case discarded
        }

        public let principal: String
        /// Nil: it has none.
        public let consumer: String?
        public let state: State
        /// When that was committed, in microseconds since 1970-01-01T00:00:00Z; nil: not known, or not yet.
        public let at: Int64?
        /// Failed ones.
        public let attempts: Int
    }

    init(_ message: TracedMessage) {
        position = message.position
        type = message.type
        id = EventID(bytes: message.id) ?? EventID(high: 0, low: 0)
        client = message.client
        recordedAt = message.recordedAtUs
        chain = MessageChain(bytes: message.correlation + message.causation)
        isExercise = message.exercise
        receipts = message.receipts.map(Receipt.init)
    }
}

extension TraceReport.Receipt {
    init(_ receipt: WireReceipt) {
        principal = receipt.principal
        consumer = receipt.consumer.isEmpty ? nil : receipt.consumer
        state =
            switch receipt.state {
            case .notConsumed, .unspecified, .UNRECOGNIZED: .notConsumed
            case .pending: .pending
            case .delivered: .delivered
            case .retrying: .retrying
            case .processed: .processed
            case .dead: .dead
            case .discarded: .discarded
            }
        at = receipt.atUs > 0 ? receipt.atUs : nil
        attempts = Int(receipt.attempts)
    }
}
