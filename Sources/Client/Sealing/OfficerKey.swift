import Crypto
import Foundation
import Yams

/// An officer's key pair. The secret half is made on the officer's own machine and never leaves it.
public struct OfficerKey: Sendable, CustomStringConvertible {
    public let publicKey: OfficerPublicKey
    // swift-crypto keeps it in memory of its own, and wipes that.
    let secret: Curve25519.KeyAgreement.PrivateKey

    /// Makes a new pair.
    public init(officer: OfficerName, created: Day = .today(), expires: Day) throws(SealError) {
        try self.init(Curve25519.KeyAgreement.PrivateKey(), officer, created, expires)
    }

    init(_ secret: Curve25519.KeyAgreement.PrivateKey, _ officer: OfficerName, _ created: Day, _ expires: Day) throws(SealError) {
        self.secret = secret
        publicKey = try OfficerPublicKey(officer: officer, bytes: [UInt8](secret.publicKey.rawRepresentation), created: created, expires: expires)
    }

    /// Reads the officer's own file.
    ///
    /// - Throws: ``SealError`` where it is missing, no key, or readable by others.
    public init(file path: String) throws(SealError) {
        let text = try OwnFile.readSecret(path, orElse: "`cuakhau officer key` makes one")
        guard let content = try? YAMLDecoder().decode(OfficerPublicKey.Content.self, from: text), let encoded = content.secret_key,
            var raw = Data(base64Encoded: encoded)
        else { throw SealError(.unusableKey, "\(path) is no officer's secret key: `cuakhau officer key` makes one") }
        defer { raw.wipe() }
        guard let secret = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: raw) else {
            throw SealError(.unusableKey, "\(path): the secret key is not 32 bytes")
        }
        let stated = try content.publicKey(in: path)
        try self.init(secret, stated.officer, stated.created, stated.expires)
        guard publicKey == stated else { throw SealError(.unusableKey, "\(path): the public key is not the secret key's") }
    }

    /// Writes the officer's own file, mode 0600, and never over another.
    public func save(to path: String) throws(SealError) {
        var content = publicKey.content
        content.secret_key = secret.rawRepresentation.base64EncodedString()
        guard let yaml = try? YAMLEncoder().encode(content) else { throw SealError(.unusableKey, "the key could not be written as YAML") }
        let text = "# Keep this file to yourself: who has it reads what is sealed to you. Keep a copy where only you can get at it.\n" + yaml
        try OwnFile.write(text, to: path, isNew: true)
    }

    public var description: String { "(secret)" }
}
