import Contracts
import Foundation

/// The policy of a home, and those that were in force before.
extension GatewayHome {
    private var policiesPath: String { path + "/policies" }

    /// Gives a home of an earlier version a policy that grants what the types allow.
    public func makePolicy() throws(HomeError) {
        guard !FileManager.default.fileExists(atPath: policyFile.path) else { throw HomeError("there is a \(policyFile.path) already") }
        try PrivateFile.write(PolicyFile.text(.whole(.standard)), to: policyFile.path)
    }

    /// Puts a policy in the place of the present one, which is kept as policies/policy-N.yaml. A running gateway takes it up within a second.
    ///
    /// - Parameter text: Written as it is, with its comments.
    /// - Throws: ``HomeError`` where any line is wrong, or it is not the next version: then nothing is changed.
    /// - Returns: Its version.
    public func apply(policy text: String, name: String) throws(HomeError) -> Int {
        let next = try PolicyFile.parse(text, name: name)
        try locked("policy") { () throws(HomeError) in
            let present = try policyFile.policy()
            guard next.version == present.version + 1 else {
                throw HomeError(
                    "\(name) is version \(next.version), and version \(present.version) is in force: the next one is \(present.version + 1). "
                        + "Was it changed meanwhile? `cuakhau policy diff` shows what would change"
                )
            }
            do {
                try FileManager.default.createDirectory(
                    atPath: policiesPath,
                    withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700]
                )
            } catch {
                throw HomeError("cannot make \(policiesPath): \(error.localizedDescription)")
            }
            try PrivateFile.write(PrivateFile.read(policyFile.path), to: "\(policiesPath)/policy-\(present.version).yaml")
            try PrivateFile.write(text, to: policyFile.path)
        }
        return next.version
    }
}
