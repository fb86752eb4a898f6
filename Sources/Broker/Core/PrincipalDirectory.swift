/// Who may connect: keys to principals. A value, replaced as a whole when the operator changes it.
public struct PrincipalDirectory: Sendable {
    /// What the directory says of a key.
    public enum Admission: Equatable, Sendable {
        case admitted(Principal)
        case revoked
        case unknown
    }

    private let byKey: [String: Principal]
    private let byName: [String: Principal]
    /// By name.
    public let principals: [Principal]

    public init(_ principals: [Principal]) {
        var byKey: [String: Principal] = [:]
        for principal in principals {
            for key in principal.keys { byKey[key] = principal }
        }
        self.byKey = byKey
        self.principals = principals.sorted { $0.name < $1.name }
        byName = Dictionary(principals.map { ($0.name, $0) }) { $1 }
    }

    /// The principal of a name, revoked or not.
    public func principal(named name: String) -> Principal? { byName[name] }

    /// Looks a public key (Z85) up. Deny by default: a key that is not listed is unknown.
    public func admission(ofKey key: String) -> Admission {
        guard let principal = byKey[key] else { return .unknown }
        return principal.isRevoked ? .revoked : .admitted(principal)
    }
}
