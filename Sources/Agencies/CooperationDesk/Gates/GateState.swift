import Contracts

/// How far a gate lets people through.
public enum GateState: String, CaseIterable, Sendable {
    case open, limited, suspended

    init?(_ state: Langson_Gate_V1_GateState) {
        switch state {
        case .open: self = .open
        case .limited: self = .limited
        case .suspended: self = .suspended
        case .unspecified, .UNRECOGNIZED: return nil
        }
    }

    public var name: Wording {
        switch self {
        case .open: Wording(vi: "mở", en: "open")
        case .limited: Wording(vi: "hạn chế", en: "limited")
        case .suspended: Wording(vi: "tạm dừng", en: "suspended")
        }
    }
}
