import Contracts

/// What was shown at the gate.
public enum DocumentKind: String, CaseIterable, Sendable {
    case passport
    case borderPass = "border_pass"
    case other

    init(_ message: Langson_Common_V1_DocumentKind) {
        switch message {
        case .passport: self = .passport
        case .borderPass: self = .borderPass
        default: self = .other
        }
    }

    var message: Langson_Common_V1_DocumentKind {
        switch self {
        case .passport: .passport
        case .borderPass: .borderPass
        case .other: .other
        }
    }

    public var name: Wording {
        switch self {
        case .passport: Wording(vi: "hộ chiếu", en: "passport")
        case .borderPass: Wording(vi: "giấy thông hành", en: "border pass")
        case .other: Wording(vi: "giấy tờ khác", en: "another document")
        }
    }
}
