public import Contracts

/// Who may publish, read and administer what. Narrows what the types themselves allow, and never widens it; what it does not grant is denied.
public struct Policy: Sendable, Equatable {
    /// What a role, or one principal, is left with. Nil, for a principal: what its role has.
    public struct Grant: Sendable, Equatable {
        public var publish: [String]?
        public var read: [String]?
        package var administer: Rights.Scope?
        /// Whether a principal that is bound to no gate is for all of them. If not, it has nothing of what belongs to a gate.
        public var isForAllGates: Bool?

        public init() {}
    }

    /// Rises by one with each that is applied.
    public var version: Int
    public var roles: [Role: Grant]
    /// By name.
    public var principals: [String: Grant]

    public init(version: Int, roles: [Role: Grant] = [:], principals: [String: Grant] = [:]) {
        self.version = version
        self.roles = roles
        self.principals = principals
    }

    /// Everything that the types allow.
    public static func whole(_ catalogue: Catalogue, version: Int = 1) -> Policy {
        var roles: [Role: Grant] = [:]
        for role in Role.allCases {
            var grant = Grant()
            grant.publish = catalogue.types.filter { $0.mayPublish(role) }.map(\.name)
            grant.read = catalogue.types.filter { $0.mayRead(role) }.map(\.name)
            grant.administer = upperBound(role)
            grant.isForAllGates = true
            roles[role] = grant
        }
        return Policy(version: version, roles: roles)
    }

    /// The most that a role may administer.
    package static func upperBound(_ role: Role) -> Rights.Scope { role == .operator ? .all : .own }

    /// What it leaves a principal.
    package func rights(of principal: Principal, _ catalogue: Catalogue) -> Rights {
        guard let role = roles[principal.role] else { return Rights() }
        let own = principals[principal.name]
        let isForAllGates = principal.gate != nil || (own?.isForAllGates ?? role.isForAllGates ?? false)
        func types(_ filters: [[String]?], _ isAllowed: (MessageType) -> Bool, _ binding: (MessageType) -> Binding) -> TypeSet {
            let granted = filters.compactMap(\.self).map { TypeFilters($0) }
            return TypeSet(
                catalogue.types.filter { type in
                    isAllowed(type) && granted.allSatisfy { $0.match(type) } && (isForAllGates || binding(type) != .gate)
                }
            )
        }
        var rights = Rights()
        rights.publish = types([role.publish ?? [], own?.publish], { $0.mayPublish(principal.role) }, \.publishBinding)
        rights.read = types([role.read ?? [], own?.read], { $0.mayRead(principal.role) }, { $0.readBinding(for: principal.role) })
        rights.administer = min(Self.upperBound(principal.role), role.administer ?? .none, own?.administer ?? .all)
        return rights
    }

    /// What each role may do, as lines: for comparing two policies, and for people.
    public func lines(_ catalogue: Catalogue) -> [String] {
        var lines: [String] = []
        func add(_ subject: String, _ rights: Rights) {
            lines += catalogue.types.filter { rights.publish.contains($0) }.map { "\(subject) publish \($0.name)" }
            lines += catalogue.types.filter { rights.read.contains($0) }.map { "\(subject) read \($0.name)" }
            if rights.administer != .none { lines.append("\(subject) administer \(rights.administer.rawValue)") }
        }
        for role in Role.allCases {
            // What belongs to a gate is a principal's by its gate: shown for one that has one, and said apart for one that has none.
            add(role.name, rights(of: Principal(name: "", role: role, gate: "ANY", keys: []), catalogue))
            if roles[role]?.isForAllGates == true { lines.append("\(role.name) all-gates") }
        }
        for (name, grant) in principals.sorted(by: { $0.key < $1.key }) {
            lines += (grant.publish ?? []).map { "\(name) only-publish \($0)" } + (grant.publish == [] ? ["\(name) only-publish nothing"] : [])
            lines += (grant.read ?? []).map { "\(name) only-read \($0)" } + (grant.read == [] ? ["\(name) only-read nothing"] : [])
            if let administer = grant.administer { lines.append("\(name) only-administer \(administer.rawValue)") }
        }
        return lines
    }

    private struct TypeFilters {
        /// Most are whole names.
        let names: Set<String>
        let filters: [TypeFilter]

        init(_ texts: [String]) {
            names = Set(texts)
            filters = texts.filter { $0.contains { "*>".contains($0) } || Catalogue.standard.type(named: $0) == nil }
                .compactMap { try? TypeFilter(validating: $0) }
        }

        func match(_ type: MessageType) -> Bool { names.contains(type.name) || filters.contains { $0.matches(type.name) } }
    }
}
