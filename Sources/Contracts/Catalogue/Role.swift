/// Who an agency is to the gateway (Protocols/cuakhau/contracts/v1/options.proto). A principal has exactly one.
public enum Role: UInt8, CaseIterable, Sendable, Hashable {
    case border = 1
    case desk
    case bank
    case affairs
    case labour
    case commune
    case centre
    case police
    case health
    case justice
    case auditor
    case `operator`

    /// - Parameter name: As in profiles and policies: `border`, `desk` …
    public init?(name: String) {
        guard let role = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = role
    }

    public var name: String {
        switch self {
        case .border: "border"
        case .desk: "desk"
        case .bank: "bank"
        case .affairs: "affairs"
        case .labour: "labour"
        case .commune: "commune"
        case .centre: "centre"
        case .police: "police"
        case .health: "health"
        case .justice: "justice"
        case .auditor: "auditor"
        case .operator: "operator"
        }
    }

    /// This role as one bit of a set.
    var mask: UInt16 { 1 << UInt16(rawValue) }

    /// A set of roles as bits.
    ///
    /// - Parameter place: Who names them, for the error.
    static func mask(of roles: [Cuakhau_Contracts_V1_Role], in place: String) throws(ContractError) -> UInt16 {
        var mask: UInt16 = 0
        for value in roles {
            guard let role = Role(rawValue: UInt8(clamping: value.rawValue)) else { throw ContractError("\(place): it names an unknown role") }
            guard mask & role.mask == 0 else { throw ContractError("\(place): it names the role \(role) twice") }
            mask |= role.mask
        }
        return mask
    }
}

extension Role: CustomStringConvertible {
    public var description: String { name }
}
