import Contracts

/// Where a demand order stands. The steps are those of `OrderStep` in the contract; a draft's are the desk's own [I].
public enum OrderState: String, StateMachine {
    case draft, published
    /// Its terms are other than those it was published with; it is `published` again when they are the same.
    case amended
    case partlyFilled = "partly_filled"
    case filled, closed, cancelled, expired

    public static var subject: Wording { Wording(vi: "Đơn hàng tuyển dụng", en: "the demand order") }

    public var following: Set<OrderState> {
        switch self {
        case .draft: [.published, .cancelled, .expired]
        case .published: [.amended, .partlyFilled, .cancelled, .expired]
        case .amended: [.published, .partlyFilled, .cancelled, .expired]
        case .partlyFilled: [.filled, .cancelled, .expired]
        case .filled: [.closed, .cancelled, .expired]
        case .closed, .cancelled, .expired: []
        }
    }

    public var name: Wording {
        switch self {
        case .draft: Wording(vi: "bản nháp", en: "draft")
        case .published: Wording(vi: "đã công bố", en: "published")
        case .amended: Wording(vi: "đã điều chỉnh", en: "amended")
        case .partlyFilled: Wording(vi: "tuyển được một phần", en: "partly filled")
        case .filled: Wording(vi: "đã đủ người", en: "filled")
        case .closed: Wording(vi: "đã đóng", en: "closed")
        case .cancelled: Wording(vi: "đã hủy", en: "cancelled")
        case .expired: Wording(vi: "đã hết hạn", en: "expired")
        }
    }

    /// Whether anything can still become of it.
    public var isOpen: Bool { !following.isEmpty }

    /// Whether workers are sought for it.
    public var isOffered: Bool { isOpen && self != .draft }

    /// Those of ``isOffered`` as a list in SQL.
    static let offeredSQL = "(" + allCases.filter(\.isOffered).map { "'\($0.rawValue)'" }.joined(separator: ", ") + ")"

    var contract: Langson_Demand_V1_OrderState {
        switch self {
        case .draft: .draft
        case .published: .published
        case .amended: .amended
        case .partlyFilled: .partlyFilled
        case .filled: .filled
        case .closed: .closed
        case .cancelled: .cancelled
        case .expired: .expired
        }
    }
}
