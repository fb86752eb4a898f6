/// Where an international agreement that was signed locally stands.
public enum AgreementState: String, StateMachine {
    case inForce = "in_force"
    case expired, ended

    public static let subject = Wording(vi: "Thoả thuận", en: "The agreement")

    public var following: Set<Self> {
        switch self {
        case .inForce: [.expired, .ended]
        // Renewed after its last day.
        case .expired: [.inForce, .ended]
        case .ended: []
        }
    }

    public var name: Wording {
        switch self {
        case .inForce: Wording(vi: "đang có hiệu lực", en: "in force")
        case .expired: Wording(vi: "đã hết hiệu lực", en: "expired")
        case .ended: Wording(vi: "đã chấm dứt", en: "ended")
        }
    }
}
