public import Contracts

/// The five offices that this program has a service for.
public enum OfficeKind: String, CaseIterable, Sendable {
    case checkpoint, desk, bank, affairs, labour

    /// What it is at the gateway.
    public var role: Role {
        switch self {
        case .checkpoint: .border
        case .desk: .desk
        case .bank: .bank
        case .affairs: .affairs
        case .labour: .labour
        }
    }

    public var name: Wording {
        switch self {
        case .checkpoint: Wording(vi: "Trạm kiểm soát biên phòng", en: "border checkpoint")
        case .desk: Wording(vi: "Bàn phối hợp Bằng Tường", en: "Pingxiang cooperation desk")
        case .bank: Wording(vi: "Ngân hàng Chính sách xã hội", en: "social policy bank")
        case .affairs: Wording(vi: "Sở Ngoại vụ", en: "department of foreign affairs")
        case .labour: Wording(vi: "Đầu mối lao động", en: "labour hub")
        }
    }
}
