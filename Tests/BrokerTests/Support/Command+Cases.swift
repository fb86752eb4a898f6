import SwiftProtobuf
import Wire

typealias SwiftProtobufMessage = SwiftProtobuf.Message
typealias Delivered = Cuakhau_Wire_V1_DeliveredMessage

extension Command.OneOf_Command {
    var asWelcome: Welcome? { if case .welcome(let command) = self { command } else { nil } }
    var asConfirm: Confirm? { if case .confirm(let command) = self { command } else { nil } }
    var asSubscribed: Subscribed? { if case .subscribed(let command) = self { command } else { nil } }
    var asDeliver: Cuakhau_Wire_V1_Deliver? { if case .deliver(let command) = self { command } else { nil } }
    var asError: ErrorCommand? { if case .error(let command) = self { command } else { nil } }
    var asStats: Stats? { if case .stats(let command) = self { command } else { nil } }
    var asHeartbeat: Heartbeat? { if case .heartbeat(let command) = self { command } else { nil } }
    var asAckRefused: AckRefused? { if case .ackRefused(let command) = self { command } else { nil } }
    var asAdminResponse: AdminResponse? { if case .adminResponse(let command) = self { command } else { nil } }
    var asGoodbye: Goodbye? { if case .goodbye(let command) = self { command } else { nil } }
}

extension Confirm {
    /// The positions of the sequences that were confirmed.
    var positions: [UInt64: UInt64] {
        ranges.reduce(into: [:]) { positions, range in
            for offset in 0..<UInt64(range.count) { positions[range.sequence + offset] = range.position + offset }
        }
    }

    /// The codes of the sequences that were refused.
    var codes: [UInt64: ErrorCode] { refused.reduce(into: [:]) { $0[$1.sequence] = $1.code } }
}
