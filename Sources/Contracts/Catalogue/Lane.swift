/// How urgent a message is at every queue.
public enum Lane: UInt8, CaseIterable, Sendable, CustomStringConvertible {
    case emergency = 1
    case normal
    case bulk

    public var description: String {
        switch self {
        case .emergency: "emergency"
        case .normal: "normal"
        case .bulk: "bulk"
        }
    }
}
