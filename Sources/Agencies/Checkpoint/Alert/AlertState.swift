/// Where an alert stands.
///
/// A mistaken alert can be corrected and called off before anybody has acknowledged it [I]. An acknowledgement that comes after an update changes nothing of
/// the state: so it does not matter which of the two, from two agencies, came first.
public enum AlertState: String, StateMachine {
    case issued, acknowledged, updated, cancelled, expired

    public static let subject = Wording(vi: "Cảnh báo", en: "The alert")

    public var following: Set<AlertState> {
        switch self {
        case .issued: [.acknowledged, .updated, .cancelled, .expired]
        case .acknowledged, .updated: [.updated, .cancelled, .expired]
        case .cancelled, .expired: []
        }
    }

    public var name: Wording {
        switch self {
        case .issued: Wording(vi: "đã phát", en: "issued")
        case .acknowledged: Wording(vi: "đã có đơn vị tiếp nhận", en: "acknowledged")
        case .updated: Wording(vi: "đã cập nhật", en: "updated")
        case .cancelled: Wording(vi: "đã hủy", en: "cancelled")
        case .expired: Wording(vi: "hết hiệu lực", en: "expired")
        }
    }

    public var isOver: Bool { following.isEmpty }
}
