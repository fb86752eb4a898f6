import Crypto
public import Foundation
import Yams
import ZeroMQ

/// An agency's own secrets, in a folder of its own: they never leave it.
///
/// `NAME.identity.yaml` has who it is, and the key that signs its requests; `NAME.next.yaml` the CURVE key of a request that is not answered yet;
/// `NAME.yaml` is the profile in use.
public struct AgencyKeys: Sendable {
    private let folder: String
    private let name: String

    public init(folder: String, name: String) {
        self.folder = folder
        self.name = name
    }

    private struct Identity: Codable {
        var name: String
        var role: String
        var gate: String?
        var secret: String
    }

    private var identityPath: String { "\(folder)/\(name).identity.yaml" }
    private var nextPath: String { "\(folder)/\(name).next.yaml" }
    public var requestPath: String { "\(folder)/\(name).request.yaml" }
    public var profilePath: String { "\(folder)/\(name).yaml" }

    /// Makes an identity and a key, and asks to be let in.
    ///
    /// - Throws: ``EnrolmentError`` where there is an identity of that name already: it asks for a further key with ``renew(at:)``.
    public func begin(role: String, gate: String?, at time: Date) throws -> EnrolmentRequest {
        guard !FileManager.default.fileExists(atPath: identityPath) else {
            throw EnrolmentError("\(identityPath) is there already: --renew asks for a new key for it")
        }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let key = Curve25519.Signing.PrivateKey()
        let identity = Identity(name: name, role: role, gate: gate, secret: EnrolmentText.hex(key.rawRepresentation))
        try SecretFile.write("# Keep this file to yourself: it signs what you ask for.\n" + YAMLEncoder().encode(identity), to: identityPath)
        return try ask(identity, key, time)
    }

    /// Asks for a further key, signed by the identity that is there.
    public func renew(at time: Date) throws -> EnrolmentRequest {
        let identity = try YAMLDecoder().decode(Identity.self, from: SecretFile.read(identityPath))
        guard let bytes = EnrolmentText.bytes(identity.secret), let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes) else {
            throw EnrolmentError("\(identityPath) does not hold the secret of an identity: restore it from your backup")
        }
        return try ask(identity, key, time)
    }

    private func ask(_ identity: Identity, _ key: Curve25519.Signing.PrivateKey, _ time: Date) throws -> EnrolmentRequest {
        let keys = try CurveKeyPair.generate()
        try SecretFile.write(
            "# Keep this file to yourself: it holds a secret key.\nsecret_key: \(EnrolmentText.quoted(keys.secretKey.z85))\n",
            to: nextPath
        )
        let request = try EnrolmentRequest(
            name: identity.name,
            role: identity.role,
            gate: identity.gate,
            publicKey: keys.publicKey.description,
            identity: key,
            madeAt: time
        )
        try SecretFile.write(request.text, to: requestPath)
        return request
    }

    /// Makes a profile of the operator's answer and the key that was asked for. An earlier profile is replaced: its key goes on for as long as the operator said.
    public func finish(_ answer: EnrolmentAnswer) throws {
        let text = try YAMLDecoder().decode([String: String].self, from: SecretFile.read(nextPath))["secret_key"] ?? ""
        guard let secret = try? CurveSecretKey(z85: text), let keys = try? CurveKeyPair(secretKey: secret) else {
            throw EnrolmentError("\(nextPath) does not hold a secret key: ask again")
        }
        guard answer.principal == name else { throw EnrolmentError("the answer is for \(answer.principal), not for \(name)") }
        guard answer.public_key == keys.publicKey.description else {
            throw EnrolmentError("the answer is for another key than the one that was asked for last: was an older request sent?")
        }
        guard let serverKey = try? CurvePublicKey(z85: answer.server_key) else { throw EnrolmentError("the answer's server key is no CURVE key") }
        let profile = Profile(
            endpoint: answer.endpoint,
            serverKey: serverKey,
            principal: name,
            role: answer.role,
            gate: answer.gate,
            keys: keys
        )
        try SecretFile.write(profile.yaml, to: profilePath)
        unlink(nextPath)
        unlink(requestPath)
    }
}
