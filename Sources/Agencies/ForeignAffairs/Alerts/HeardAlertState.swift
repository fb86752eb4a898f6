/// Where an alert of the border guard stands for this office: issued, acknowledged, updated as often as it is, cancelled or expired. Design.
///
/// It can change, end and lapse without having been acknowledged here. After a change it can be acknowledged anew.
public enum HeardAlertState: String, StateMachine {
    case issued, acknowledged, updated, cancelled, expired

    public static let subject = Wording(vi: "Cảnh báo", en: "The alert")

    public var following: Set<Self> {
        switch self {
        case .issued: [.acknowledged, .updated, .cancelled, .expired]
        case .acknowledged: [.updated, .cancelled, .expired]
        case .updated: [.acknowledged, .updated, .cancelled, .expired]
        case .cancelled, .expired: []
        }
    }

    public var name: Wording {
        switch self {
        case .issued: Wording(vi: "mới phát", en: "issued")
        case .acknowledged: Wording(vi: "đã tiếp nhận", en: "acknowledged")
        case .updated: Wording(vi: "đã thay đổi", en: "updated")
        case .cancelled: Wording(vi: "đã huỷ", en: "cancelled")
        case .expired: Wording(vi: "đã hết hạn", en: "expired")
        }
    }

    /// Whether somebody may still act upon it.
    public var isOpen: Bool { !following.isEmpty }
}
