import SwiftProtobuf
import Wire

/// A message, by its event id or by its position.
public enum MessageReference: Sendable, Equatable {
    /// A message's id, or a chain's.
    case id(EventID)
    case position(UInt64)

    func write(to trace: inout Trace) {
        switch self {
        case .id(let id): trace.id = id.data
        case .position(let position): trace.position = position
        }
    }
}
