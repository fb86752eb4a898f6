/// A seasonal contract between a worker and an order. It ends by its own last day, whether the worker came back before or is still away: a return can turn out
/// to be a day at home, and an end cannot be taken back.
public enum ContractState: String, StateMachine {
    case offered, accepted, declined, ended

    public static let subject = Wording(vi: "hợp đồng", en: "the contract")

    public var following: Set<ContractState> {
        switch self {
        case .offered: [.accepted, .declined]
        case .accepted: [.ended, .declined]
        case .declined: [.offered]
        case .ended: []
        }
    }

    public var name: Wording {
        switch self {
        case .offered: Wording(vi: "đã giới thiệu", en: "offered")
        case .accepted: Wording(vi: "đã ký", en: "accepted")
        case .declined: Wording(vi: "đã từ chối", en: "declined")
        case .ended: Wording(vi: "đã kết thúc", en: "ended")
        }
    }
}
