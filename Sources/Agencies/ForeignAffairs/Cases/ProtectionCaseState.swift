import Contracts

/// Where a protection case stands: the same list of steps as protection/v1/case.proto has. No clock closes a case; a clock only escalates.
public enum ProtectionCaseState: String, StateMachine {
    case reported, triaged
    case missionNotified = "mission_notified"
    case acting, resolved
    case familyInformed = "family_informed"
    case closed, reopened, referred, escalated

    public static let subject = Wording(vi: "Vụ việc", en: "The case")

    public var following: Set<Self> {
        switch self {
        case .reported, .reopened: [.triaged, .escalated]
        case .triaged: [.missionNotified, .referred]
        case .missionNotified: [.acting, .escalated]
        case .acting: [.resolved]
        case .resolved: [.familyInformed]
        case .familyInformed, .referred: [.closed]
        case .closed: [.reopened]
        // Nobody acts on a case before its mission was told: whoever answers an escalation begins with triage.
        case .escalated: [.triaged]
        }
    }

    public var name: Wording {
        switch self {
        case .reported: Wording(vi: "mới báo", en: "reported")
        case .triaged: Wording(vi: "đã phân loại", en: "triaged")
        case .missionNotified: Wording(vi: "đã báo cơ quan đại diện", en: "mission notified")
        case .acting: Wording(vi: "đang xử lý", en: "acting")
        case .resolved: Wording(vi: "đã giải quyết", en: "resolved")
        case .familyInformed: Wording(vi: "đã báo gia đình", en: "family informed")
        case .closed: Wording(vi: "đã đóng", en: "closed")
        case .reopened: Wording(vi: "mở lại", en: "reopened")
        case .referred: Wording(vi: "đã chuyển cơ quan khác", en: "referred")
        case .escalated: Wording(vi: "khẩn: quá hạn, chưa có người xử lý", en: "escalated: overdue, nobody has acted")
        }
    }

    /// Whether the office's settings say by when somebody has to act, and the case escalates where nobody does.
    public var escalates: Bool { following.contains(.escalated) }

    /// Whether an officer says on which day to look at it again.
    public var isReviewed: Bool { !escalates && self != .escalated && self != .closed }

    var contract: Langson_Protection_V1_CaseState {
        switch self {
        case .reported: .reported
        case .triaged: .triaged
        case .missionNotified: .missionNotified
        case .acting: .acting
        case .resolved: .resolved
        case .familyInformed: .familyInformed
        case .closed: .closed
        case .reopened: .reopened
        case .referred: .referred
        case .escalated: .escalated
        }
    }
}
