import Broker
import Client
import Contracts
import Foundation
import ZeroMQ

/// Adds principals to a home, with keys made here or brought along.
struct PrincipalEnrolment {
    let home: GatewayHome

    /// - Parameter publicKey: The agency's own key; nil: a pair is made, and written into a profile.
    /// - Returns: The profile's path, where one was written.
    func add(name: String, role: Role, gate: String?, publicKey: String?, quota: Quota = .none) throws -> String? {
        guard Principal.isName(name) else {
            throw CommandFailure(.usage, "a principal's name is 2 to 48 of a-z 0-9 and hyphen, beginning with a letter: \(name) is not")
        }
        let configuration = try home.configuration()
        let serverKey = try home.serverKey().publicKey
        if let publicKey {
            let key: CurvePublicKey
            do { key = try CurvePublicKey(z85: publicKey) } catch { throw CommandFailure(.dataError, "\(error)") }
            try register(name, role, gate, key, quota)
            return nil
        }
        let path = "\(home.profilesPath)/\(name).yaml"
        guard !FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure(.cannotCreate, "\(path) is there already: choose another name, or move that profile away")
        }
        let keys = try CurveKeyPair.generate()
        let profile = Profile(
            endpoint: configuration.advertise ?? configuration.endpoint,
            serverKey: serverKey,
            principal: name,
            role: role.name,
            gate: gate,
            keys: keys
        )
        // The list first: a profile that nobody knows would look as if it worked.
        try register(name, role, gate, keys.publicKey, quota)
        try PrivateFile.write(profile.yaml, to: path)
        return path
    }

    private func register(_ name: String, _ role: Role, _ gate: String?, _ key: CurvePublicKey, _ quota: Quota) throws {
        try home.changePrincipals { (principals) throws(HomeError) in
            guard !principals.contains(where: { $0.name == name }) else {
                throw HomeError("there is a principal \(name) already, perhaps a revoked one: names are not used twice")
            }
            guard !principals.contains(where: { $0.keys.contains(key.description) }) else {
                throw HomeError("another principal has this key: every principal has keys of its own")
            }
            principals.append(Principal(name: name, role: role, gate: gate, keys: [key.description], quota: quota))
        }
    }
}
