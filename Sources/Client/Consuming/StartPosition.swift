import SwiftProtobuf
import Wire

/// Where a new consumer begins.
public enum StartPosition: Sendable, Equatable {
    /// With the oldest message that the gateway keeps.
    case beginning
    /// With what is committed from now on.
    case now
    /// With the message at this position of the journal.
    case position(UInt64)
    /// With the first message received at or after this time: microseconds since 1970-01-01T00:00:00Z.
    case time(Int64)

    var command: Start {
        switch self {
        case .beginning: .with { $0.beginning = true }
        case .now: .with { $0.now = true }
        case .position(let position): .with { $0.position = position }
        case .time(let time): .with { $0.timeUs = time }
        }
    }
}
