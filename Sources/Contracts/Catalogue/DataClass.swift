/// How much harm a disclosure does.
public enum DataClass: UInt8, CaseIterable, Sendable, CustomStringConvertible {
    case `public` = 1
    case `internal`
    case personal
    case sensitive

    public var description: String {
        switch self {
        case .public: "public"
        case .internal: "internal"
        case .personal: "personal"
        case .sensitive: "sensitive"
        }
    }
}
