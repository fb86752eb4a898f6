import Contracts
import Foundation
import Yams

/// `policy.yaml`: read whole or not at all, with every fault and its line.
public struct PolicyFile: Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    /// - Throws: ``HomeError`` that names each wrong line.
    public func policy() throws(HomeError) -> Policy {
        guard FileManager.default.fileExists(atPath: path) else {
            throw HomeError("there is no \(path): `cuakhau policy init` writes one that grants what the types allow")
        }
        return try Self.parse(PrivateFile.read(path), name: path)
    }

    /// Reads a policy's text.
    ///
    /// - Parameter name: What errors call it.
    public static func parse(_ text: String, name: String) throws(HomeError) -> Policy {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw HomeError("\(name) is no YAML: \(error)")
        }
        guard let root else { throw HomeError("\(name) is empty") }
        var parser = PolicyParser()
        let policy = parser.policy(root)
        guard parser.faults.isEmpty else { throw HomeError("\(name) is refused:\n" + parser.faults.map { "  \($0)" }.joined(separator: "\n")) }
        return policy
    }

    /// A policy as the text of its file.
    public static func text(_ policy: Policy) -> String {
        var lines = [
            "# Who may publish, read and administer what. What is not granted here is denied, and nothing can be granted that the types do not allow",
            "# (`cuakhau types`). A filter such as crossing.> stands for all types that it matches. `cuakhau policy check`, `diff` and `apply` work on a copy;",
            "# a running gateway takes a change up within a second, or refuses all of it and says why.", "",
            "# Rises by one with each policy that is applied.", "version: \(policy.version)", "", "roles:",
        ]
        for role in Role.allCases {
            guard let grant = policy.roles[role] else { continue }
            lines.append("  \(role.name):")
            lines += Self.lines(grant)
        }
        lines += ["", "# For one principal less than its role has: the same keys, by the principal's name."]
        lines.append(policy.principals.isEmpty ? "principals: {}" : "principals:")
        for (name, grant) in policy.principals.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(name):")
            lines += Self.lines(grant)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ grant: Policy.Grant) -> [String] {
        var lines: [String] = []
        for (name, filters) in [("publish", grant.publish), ("read", grant.read)] {
            guard let filters else { continue }
            lines.append("    \(name):\(filters.isEmpty ? " []" : "")")
            lines += filters.map { "      - \"\($0)\"" }
        }
        if let administer = grant.administer { lines.append("    administer: \(administer.rawValue)") }
        if let isForAllGates = grant.isForAllGates { lines.append("    gates: \(isForAllGates ? "all" : "own")") }
        return lines
    }
}
