/// Where a worker is on the way out and back.
///
/// Besides the steps of the catalogue: a late crossing leads from wherever the hub believed the worker to be to where they are, and a renewed permit
/// or a second exit after a day at home leads back to `exited`. A case is opened whenever a worker needs it, not only after somebody asked in vain; when it is
/// closed, the worker was reached. Who did not go is put on a later list where they still want to [I].
public enum JourneyState: String, StateMachine {
    case manifested, exited, returned
    case renewalDue = "renewal_due"
    case welfareDue = "welfare_due"
    case contacted
    case inCase = "case"
    case noShow = "no_show"

    public static let subject = Wording(vi: "chuyến đi", en: "the journey")

    public var following: Set<JourneyState> {
        switch self {
        case .manifested: [.exited, .noShow]
        case .noShow: [.exited, .manifested]
        case .exited: [.returned, .renewalDue, .inCase]
        case .renewalDue: [.returned, .exited, .welfareDue, .inCase]
        case .welfareDue: [.returned, .exited, .contacted, .inCase]
        case .contacted: [.returned, .exited, .inCase, .welfareDue]
        case .inCase: [.returned, .contacted]
        case .returned: [.exited]
        }
    }

    /// Whether the worker is abroad, as far as is known.
    public var isAbroad: Bool { [.exited, .renewalDue, .welfareDue, .contacted, .inCase].contains(self) }

    public var name: Wording {
        switch self {
        case .manifested: Wording(vi: "đã lập danh sách", en: "manifested")
        case .exited: Wording(vi: "đã xuất cảnh", en: "exited")
        case .returned: Wording(vi: "đã về", en: "returned")
        case .renewalDue: Wording(vi: "đến hạn gia hạn", en: "renewal due")
        case .welfareDue: Wording(vi: "cần hỏi thăm", en: "welfare due")
        case .contacted: Wording(vi: "đã liên lạc", en: "contacted")
        case .inCase: Wording(vi: "đang được bảo hộ", en: "in a protection case")
        case .noShow: Wording(vi: "không đi", en: "no show")
        }
    }
}
