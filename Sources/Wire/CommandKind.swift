/// The commands of CKP/1. The raw value is the command's field number in `Frame` (Protocols/cuakhau/wire/v1/commands.proto).
package enum CommandKind: UInt32, CaseIterable, Sendable {
    case hello = 1
    case welcome
    case publish
    case confirm
    case subscribe
    case subscribed
    case deliver
    case ack
    case heartbeat
    case goodbye
    case error
    case unsubscribe
    case statsRequest
    case stats
    case ackRefused
    case adminRequest
    case adminResponse
}
