public import Crypto
public import Foundation
import Yams
import ZeroMQ

/// What an agency asks an operator for: to be let in under a name, with a key that it made itself. Small, readable and signed (Protocols/ENROLMENT.md).
public struct EnrolmentRequest: Sendable, Equatable {
    public static let format = "cuakhau enrolment 1"

    public let name: String
    public let role: String
    public let gate: String?
    /// CURVE, as Z85 text.
    public let publicKey: String
    /// Ed25519, 64 hexadecimal digits: whoever has its secret half can ask for the next key.
    public let identity: String
    /// RFC 3339, in whole seconds, UTC.
    public let madeAt: String
    /// 128 hexadecimal digits.
    public let signature: String

    /// Makes and signs a request.
    public init(
        name: String,
        role: String,
        gate: String?,
        publicKey: String,
        identity key: Curve25519.Signing.PrivateKey,
        madeAt time: Date
    ) throws(EnrolmentError) {
        self.name = name
        self.role = role
        self.gate = gate
        self.publicKey = publicKey
        identity = EnrolmentText.hex(key.publicKey.rawRepresentation)
        madeAt = time.formatted(.iso8601)
        let text = Self.signed(name, role, gate, publicKey, identity, madeAt)
        guard let signature = try? key.signature(for: Data(text.utf8)) else { throw EnrolmentError("the request could not be signed") }
        self.signature = EnrolmentText.hex(signature)
    }

    private struct Content: Codable {
        var format: String
        var name: String
        var role: String
        var gate: String?
        var public_key: String
        var identity: String
        var made_at: String
        var signature: String
    }

    /// Reads a request, and checks its signature.
    ///
    /// - Throws: ``EnrolmentError`` for anything that is no request, or was changed since it was signed.
    public init(text: String) throws(EnrolmentError) {
        guard text.utf8.count <= 4_096, let content = try? YAMLDecoder().decode(Content.self, from: text), content.format == Self.format else {
            throw EnrolmentError("this is no request: `cuakhau enrol` writes one")
        }
        let parts = [content.name, content.role, content.gate ?? "", content.public_key, content.identity, content.made_at]
        // Else one text could be read in two ways.
        guard parts.allSatisfy({ !$0.contains(where: \.isNewline) && $0.utf8.count <= 256 }) else {
            throw EnrolmentError("a line of the request is too long")
        }
        guard (try? CurvePublicKey(z85: content.public_key)) != nil else { throw EnrolmentError("its public key is not 40 characters of Z85") }
        name = content.name
        role = content.role
        gate = content.gate
        publicKey = content.public_key
        identity = content.identity
        madeAt = content.made_at
        signature = content.signature
        guard let key = EnrolmentText.bytes(identity).flatMap({ try? Curve25519.Signing.PublicKey(rawRepresentation: $0) }),
            let bytes = EnrolmentText.bytes(signature),
            key.isValidSignature(bytes, for: Data(Self.signed(name, role, gate, publicKey, identity, madeAt).utf8))
        else { throw EnrolmentError("the signature does not fit: the request was changed, or cut off, on its way. Ask for it again") }
        guard date != nil else { throw EnrolmentError("its time is no time") }
    }

    /// When it was made.
    public var date: Date? { try? Date(madeAt, strategy: .iso8601) }

    /// What both sides read to one another over the telephone: ten bytes over both keys.
    public var fingerprint: String {
        let digest = SHA256.hash(data: Data("\(Self.format) \(publicKey) \(identity)".utf8))
        let digits = EnrolmentText.hex(Array(digest.prefix(10)))
        return stride(from: 0, to: digits.count, by: 4).map { String(digits.dropFirst($0).prefix(4)) }.joined(separator: "-")
    }

    /// The request as the text of its file.
    public var text: String {
        """
        # Asks the operator of a gateway to let an agency in. It holds no secret. The operator asks for the fingerprint over the telephone:
        # \(fingerprint)
        \(Self.signed(name, role, gate, publicKey, identity, madeAt))signature: \(signature)

        """
    }

    /// The lines that are signed, as they stand in the file.
    private static func signed(_ name: String, _ role: String, _ gate: String?, _ publicKey: String, _ identity: String, _ madeAt: String) -> String {
        """
        format: \(format)
        name: \(EnrolmentText.quoted(name))
        role: \(EnrolmentText.quoted(role))
        \(gate.map { "gate: \(EnrolmentText.quoted($0))\n" } ?? "")public_key: \(EnrolmentText.quoted(publicKey))
        identity: \(EnrolmentText.quoted(identity))
        made_at: \(EnrolmentText.quoted(madeAt))

        """
    }
}
