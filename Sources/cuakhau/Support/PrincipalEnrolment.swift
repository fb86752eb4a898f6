import Broker
import Client
import Contracts
import Foundation
import ZeroMQ

/// Adds principals and keys to a home: made here, or brought along.
struct PrincipalEnrolment {
    let home: GatewayHome

    /// A request is taken for so long after it was made.
    static let requestAge: Duration = .seconds(14 * 86_400)

    /// Makes a pair of keys, and a profile with them.
    ///
    /// - Returns: The profile's path.
    func add(name: String, role: Role, gate: String?, quota: Quota = .none, expires: Int64? = nil) throws -> String {
        let configuration = try home.configuration()
        let serverKey = try home.serverKey().publicKey
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
        try register(name, role, gate, keys.publicKey.description, quota, expires)
        try PrivateFile.write(profile.yaml, to: path)
        return path
    }

    /// Adds a principal with a key of its own.
    ///
    /// - Parameter identity: What signs its requests for further keys; nil: nothing does.
    func register(
        _ name: String,
        _ role: Role,
        _ gate: String?,
        _ key: String,
        _ quota: Quota,
        _ expires: Int64?,
        identity: String? = nil
    ) throws {
        guard Principal.isName(name) else {
            throw CommandFailure(.usage, "a principal's name is 2 to 48 of a-z 0-9 and hyphen, beginning with a letter: \(name) is not")
        }
        do { _ = try CurvePublicKey(z85: key) } catch { throw CommandFailure(.dataError, "\(error)") }
        try home.changePrincipals { (principals) throws(HomeError) in
            guard !principals.contains(where: { $0.name == name }) else {
                throw HomeError("there is a principal \(name) already, perhaps a revoked one: names are not used twice")
            }
            try Self.checkUnused(key, principals)
            principals.append(
                Principal(
                    name: name,
                    role: role,
                    gate: gate,
                    keys: [key],
                    quota: quota,
                    expiries: expires.map { [key: $0] } ?? [:],
                    identity: identity
                )
            )
        }
    }

    /// Gives a principal a further key, and lets those that it has end with the overlap.
    ///
    /// - Parameters:
    ///   - identity: Who signed for it; nil: the operator.
    ///   - until: When the present keys end at the latest.
    func rotate(_ name: String, to key: String, expires: Int64?, identity: String?, until: Int64) throws -> Principal {
        do { _ = try CurvePublicKey(z85: key) } catch { throw CommandFailure(.dataError, "\(error)") }
        var changed: Principal?
        try home.changePrincipals { (principals) throws(HomeError) in
            guard let index = principals.firstIndex(where: { $0.name == name }) else {
                throw HomeError("there is no principal \(name): `cuakhau principal list` shows them")
            }
            guard !principals[index].isRevoked else { throw HomeError("\(name) is revoked") }
            if let identity {
                guard principals[index].identity == identity else {
                    throw HomeError("the request is signed by another identity than \(name) enrolled with: somebody else may have made it")
                }
            }
            try Self.checkUnused(key, principals)
            for known in principals[index].keys {
                principals[index].expiries[known] = min(principals[index].expiries[known] ?? .max, until)
            }
            principals[index].keys.append(key)
            principals[index].expiries[key] = expires
            changed = principals[index]
        }
        guard let changed else { throw CommandFailure(.software, "the principal was not changed") }
        return changed
    }

    private static func checkUnused(_ key: String, _ principals: [Principal]) throws(HomeError) {
        guard !principals.contains(where: { $0.keys.contains(key) }) else {
            throw HomeError("a principal has this key already: every principal has keys of its own, and uses none again")
        }
    }

    /// Reads a request, and checks that it is fresh and is what was read over the telephone.
    func request(_ path: String, fingerprint: String?) throws -> EnrolmentRequest {
        guard let data = FileManager.default.contents(atPath: path) else { throw CommandFailure(.noInput, "cannot read \(path)") }
        let request = try EnrolmentRequest(text: String(decoding: data, as: UTF8.self))
        guard let date = request.date, abs(date.timeIntervalSinceNow) < Self.requestAge / .seconds(1) else {
            throw CommandFailure(.dataError, "the request was made \(request.madeAt), more than 14 days from now: ask for a new one")
        }
        if let fingerprint {
            guard fingerprint.lowercased() == request.fingerprint else {
                throw CommandFailure(
                    .dataError,
                    "the request's fingerprint is \(request.fingerprint): it is not the one you were told. Do not let it in"
                )
            }
        } else {
            guard Terminal.confirm("Type the fingerprint that \(request.name) reads to you over the telephone: ", expecting: request.fingerprint)
            else {
                throw CommandFailure(.dataError, "that is not the fingerprint of this request: do not let it in")
            }
        }
        return request
    }

    /// What goes back to whoever asked, beside the request.
    func answer(_ principal: Principal, key: String) throws -> EnrolmentAnswer {
        let configuration = try home.configuration()
        return EnrolmentAnswer(
            endpoint: configuration.advertise ?? configuration.endpoint,
            serverKey: try home.serverKey().publicKey.description,
            principal: principal.name,
            role: principal.role.name,
            gate: principal.gate,
            publicKey: key
        )
    }
}
