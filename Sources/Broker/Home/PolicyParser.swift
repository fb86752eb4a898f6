import Contracts
import Yams

/// Reads a policy out of YAML nodes, and collects what is wrong with its line.
struct PolicyParser {
    private(set) var faults: [String] = []
    private let catalogue = Catalogue.standard

    /// More faults than that are not listed.
    private static let faultsMax = 50

    mutating func policy(_ root: Node) -> Policy {
        var policy = Policy(version: 0)
        for (key, value) in entries(root, "a policy", known: ["version", "roles", "principals"]) {
            switch key.name {
            case "version":
                guard let version = value.int, version >= 1 else {
                    fail(value, "the version is a number from 1")
                    continue
                }
                policy.version = version
            case "roles":
                for (name, grant) in entries(value, "roles", known: nil) {
                    guard let role = Role(name: name.name) else {
                        fail(name.node, "there is no role \(name.name): \(Role.allCases.map(\.name).joined(separator: ", "))")
                        continue
                    }
                    policy.roles[role] = self.grant(grant, role)
                }
            default:
                for (name, grant) in entries(value, "principals", known: nil) {
                    guard Principal.isName(name.name) else {
                        fail(name.node, "\(name.name) is no principal's name")
                        continue
                    }
                    policy.principals[name.name] = self.grant(grant, nil)
                }
            }
        }
        if policy.version == 0, faults.isEmpty { fail(root, "it has no version: version: 1") }
        return policy
    }

    /// - Parameter role: Whose rights bound it; nil: one principal's, whose role bounds it anyway.
    private mutating func grant(_ node: Node, _ role: Role?) -> Policy.Grant {
        var grant = Policy.Grant()
        for (key, value) in entries(node, "a grant", known: ["publish", "read", "administer", "gates"]) {
            switch key.name {
            case "publish": grant.publish = filters(value, role.map { role in ("publish", { $0.mayPublish(role) }) })
            case "read": grant.read = filters(value, role.map { role in ("read", { $0.mayRead(role) }) })
            case "administer":
                guard let scope = value.string.flatMap(Rights.Scope.init(rawValue:)) else {
                    fail(value, "administer is none, own or all")
                    continue
                }
                if let role, scope > Policy.upperBound(role) { fail(value, "\(role) may administer \(Policy.upperBound(role).rawValue) at most") }
                grant.administer = scope
            default:
                guard let text = value.string, text == "own" || text == "all" else {
                    fail(value, "gates is own, or all for principals that are bound to none")
                    continue
                }
                grant.isForAllGates = text == "all"
            }
        }
        return grant
    }

    private mutating func filters(_ node: Node, _ bound: (right: String, isAllowed: (MessageType) -> Bool)?) -> [String] {
        guard let sequence = node.sequence else {
            fail(node, "a list of types or filters is expected: [crossing.>]")
            return []
        }
        var filters: [String] = []
        for element in sequence {
            guard let text = element.string, let filter = try? TypeFilter(validating: text) else {
                fail(element, "this is no type's name and no filter")
                continue
            }
            let matched = catalogue.type(named: text).map { [$0] } ?? catalogue.types(matching: filter)
            if matched.isEmpty {
                fail(element, "\(text) matches no type: `cuakhau types` lists them")
            } else if let bound, !matched.contains(where: bound.isAllowed) {
                fail(element, "\(text): the type itself does not let this role \(bound.right) it, and a policy cannot")
            } else if filters.contains(text) {
                fail(element, "\(text) is there twice")
            }
            filters.append(text)
        }
        return filters
    }

    private typealias Key = (name: String, node: Node)

    private mutating func entries(_ node: Node, _ what: String, known: [String]?) -> [(key: Key, value: Node)] {
        // Nothing after the colon grants nothing.
        if node.null != nil { return [] }
        guard let mapping = node.mapping else {
            fail(node, "\(what) is a list of names with what they have")
            return []
        }
        var seen: Set<String> = []
        var entries: [(key: Key, value: Node)] = []
        for (key, value) in mapping {
            guard let name = key.string else {
                fail(key, "a name is expected")
                continue
            }
            if let known, !known.contains(name) {
                fail(key, "\(name) is not known here: \(known.joined(separator: ", "))")
                continue
            }
            guard seen.insert(name).inserted else {
                fail(key, "\(name) is there twice")
                continue
            }
            entries.append(((name, key), value))
        }
        return entries
    }

    private mutating func fail(_ node: Node, _ text: String) {
        guard faults.count < Self.faultsMax else { return }
        faults.append("line \(node.mark?.line ?? 0): \(text)")
    }
}
