import Crypto
import Foundation
import Yams

/// The public half of an officer's key, as it is published: whose it is and how long it is used are part of it.
public struct OfficerPublicKey: Hashable, Sendable {
    public let officer: OfficerName
    /// X25519, 32 bytes.
    public let bytes: [UInt8]
    public let created: Day
    /// The last day on which something is sealed to it. What was sealed before opens for ever.
    public let expires: Day

    public init(officer: OfficerName, bytes: [UInt8], created: Day, expires: Day) throws(SealError) {
        guard bytes.count == 32, CurvePoint.key(bytes) != nil, created <= expires else {
            throw SealError(.unusableKey, "the key of \(officer) is no X25519 key with a first and a last day: ask the officer for a new one")
        }
        self.officer = officer
        self.bytes = bytes
        self.created = created
        self.expires = expires
    }

    private var digest: SHA256.Digest {
        var input = SealInput("cuakhau-officer-1")
        for part in [officer.office, officer.name] { input.append(part) }
        input.append(bytes)
        for day in [created, expires] { input.append(day.description) }
        return SHA256.hash(data: input.bytes)
    }

    /// What two people compare.
    public var fingerprint: Fingerprint { Fingerprint(digest) }

    /// What a seal names it by.
    var id: [UInt8] { Array([UInt8](digest).prefix(16)) }

    // MARK: Its file

    struct Content: Codable {
        var officer: String
        var public_key: String
        var created: String
        var expires: String
        /// Only in the officer's own file.
        var secret_key: String?

        func publicKey(in place: String) throws(SealError) -> OfficerPublicKey {
            let officer = try OfficerName(self.officer)
            guard let bytes = Data(base64Encoded: public_key), let created = Day(created), let expires = Day(expires) else {
                throw SealError(.unusableKey, "\(place): the key is not base64, or a day is not YYYY-MM-DD")
            }
            return try OfficerPublicKey(officer: officer, bytes: [UInt8](bytes), created: created, expires: expires)
        }
    }

    /// Reads the file that the officer handed over.
    public init(file path: String) throws(SealError) {
        let content: Content
        do {
            content = try YAMLDecoder().decode(Content.self, from: String(contentsOfFile: path, encoding: .utf8))
        } catch {
            throw SealError(.unusableKey, "\(path) is no officer's public key: `cuakhau officer key` writes one")
        }
        self = try content.publicKey(in: path)
    }

    var content: Content {
        Content(
            officer: officer.description,
            public_key: Data(bytes).base64EncodedString(),
            created: created.description,
            expires: expires.description
        )
    }

    /// The key as the text of its file.
    public var yaml: String {
        get throws {
            "# An officer's public key, for the gateway's operator. Its fingerprint, for the telephone: \(fingerprint)\n"
                + (try YAMLEncoder().encode(content))
        }
    }
}
