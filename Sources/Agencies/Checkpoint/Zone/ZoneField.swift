/// A part of a machine-readable zone that can be wrong.
public enum ZoneField: String, CaseIterable, Sendable {
    case documentCode = "document_code"
    case documentNumber = "document_number"
    case birthDate = "birth_date"
    case sex
    case expiryDate = "expiry_date"
    case optionalData = "optional_data"
    case composite

    public var name: Wording {
        switch self {
        case .documentCode: Wording(vi: "loại giấy tờ", en: "document code")
        case .documentNumber: Wording(vi: "số giấy tờ", en: "document number")
        case .birthDate: Wording(vi: "ngày sinh", en: "date of birth")
        case .sex: Wording(vi: "giới tính", en: "sex")
        case .expiryDate: Wording(vi: "ngày hết hạn", en: "date of expiry")
        case .optionalData: Wording(vi: "dữ liệu tùy chọn", en: "optional data")
        case .composite: Wording(vi: "toàn vùng", en: "the zone as a whole")
        }
    }
}
