public import Contracts

/// Who may connect: keys to principals. A value, replaced as a whole when the operator changes it.
public struct PrincipalDirectory: Sendable {
    /// What the directory says of a key.
    public enum Admission: Equatable, Sendable {
        case admitted(Principal)
        case revoked
        case expired
        case unknown
    }

    private let byKey: [String: Principal]
    private let byName: [String: Principal]
    /// By name.
    public let principals: [Principal]
    public let policy: Policy
    private let rights: [String: Rights]

    /// - Parameter policy: Nil: what the types allow.
    public init(_ principals: [Principal], policy: Policy? = nil, catalogue: Catalogue = .standard) {
        let policy = policy ?? .whole(catalogue)
        self.policy = policy
        // Principals of one role mostly have the same.
        var ofRole: [Role: [Bool: Rights]] = [:]
        var rights: [String: Rights] = [:]
        for principal in principals {
            let known = policy.principals[principal.name] == nil ? ofRole[principal.role]?[principal.gate == nil] : nil
            let own = known ?? policy.rights(of: principal, catalogue)
            rights[principal.name] = own
            if policy.principals[principal.name] == nil { ofRole[principal.role, default: [:]][principal.gate == nil] = own }
        }
        self.rights = rights
        var byKey: [String: Principal] = [:]
        for principal in principals {
            for key in principal.keys { byKey[key] = principal }
        }
        self.byKey = byKey
        self.principals = principals.sorted { $0.name < $1.name }
        byName = Dictionary(principals.map { ($0.name, $0) }) { $1 }
    }

    /// What a principal may do; one that is not there, nothing.
    package func rights(of principal: Principal) -> Rights { rights[principal.name] ?? Rights() }

    /// The principal of a name, revoked or not.
    public func principal(named name: String) -> Principal? { byName[name] }

    /// Looks a public key (Z85) up. Deny by default: a key that is not listed is unknown.
    ///
    /// - Parameter now: Microseconds since 1970-01-01T00:00:00Z.
    public func admission(ofKey key: String, at now: Int64) -> Admission {
        guard let principal = byKey[key] else { return .unknown }
        if principal.isRevoked { return .revoked }
        if let end = principal.expiries[key], end <= now { return .expired }
        return .admitted(principal)
    }
}
