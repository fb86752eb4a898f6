import Contracts

/// What a returning worker asks help with: voluntary, and never a condition of entry.
public enum DeclaredNeed: String, CaseIterable, Sendable {
    case none, wages, injury, other

    var message: Langson_Crossing_V1_DeclaredNeed {
        switch self {
        case .none: .none
        case .wages: .wages
        case .injury: .injury
        case .other: .other
        }
    }
}
