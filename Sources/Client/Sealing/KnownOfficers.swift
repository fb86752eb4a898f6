import Foundation
import Yams

/// The officers whose keys were confirmed with themselves, on this machine: a file of mode 0600 beside the profile.
///
/// A gateway's directory tells which keys there are; whose they are, only the officers can. Nothing is sealed to a key that is not in here, so an operator who puts
/// another key into the directory reads nothing.
public struct KnownOfficers: Sendable {
    public let path: String
    public private(set) var officers: [OfficerPublicKey]

    private struct Content: Codable {
        var officers: [OfficerPublicKey.Content]
    }

    /// The most officers in a file.
    public static let countMax = 10_000

    /// Where the file of a profile is: `huu-nghi.yaml` has `huu-nghi.officers.yaml`.
    public static func path(besideProfile profile: String) -> String {
        let stem = profile.hasSuffix(".yaml") ? String(profile.dropLast(5)) : profile
        return stem + ".officers.yaml"
    }

    /// Reads the file; one that is not there knows nobody.
    ///
    /// - Throws: ``SealError`` where it is none, or others may change it.
    public init(file path: String) throws(SealError) {
        self.path = path
        officers = []
        guard FileManager.default.fileExists(atPath: path) else { return }
        let text = try OwnFile.readSecret(path, orElse: "confirm the officers again")
        guard let content = try? YAMLDecoder().decode(Content.self, from: text) else {
            throw SealError(.unusableKey, "\(path) is no list of confirmed officers: move it away, and confirm them again")
        }
        var names: Set<OfficerName> = []
        for entry in content.officers {
            let key = try entry.publicKey(in: path)
            guard names.insert(key.officer).inserted else { throw SealError(.unusableKey, "\(path): \(key.officer) is there twice") }
            officers.append(key)
        }
    }

    /// The confirmed key of an officer.
    public func key(of officer: OfficerName) -> OfficerPublicKey? { officers.first { $0.officer == officer } }

    /// Whose confirmed key this is.
    public func officer(withKey bytes: [UInt8]) -> OfficerName? { officers.first { $0.bytes == bytes }?.officer }

    /// Confirms a key of the directory by the fingerprint that its officer read out, and keeps it in the place of an earlier one.
    ///
    /// - Throws: ``SealError`` `wrongFingerprint`: it is another key than the officer has.
    public mutating func confirm(_ key: OfficerPublicKey, fingerprint: Fingerprint) throws(SealError) {
        guard key.fingerprint == fingerprint else {
            throw SealError(
                .wrongFingerprint,
                "that is not the fingerprint of the key that the gateway's directory has for \(key.officer). Ask the officer again; where it stays so, "
                    + "somebody has put another key there: seal nothing to it, and tell the operator's superiors"
            )
        }
        var changed = officers.filter { $0.officer != key.officer } + [key]
        guard changed.count <= Self.countMax else { throw SealError(.unusableKey, "\(path) holds \(Self.countMax) officers already") }
        changed.sort { $0.officer < $1.officer }
        guard let yaml = try? YAMLEncoder().encode(Content(officers: changed.map(\.content))) else {
            throw SealError(.unusableKey, "the officers could not be written as YAML")
        }
        try OwnFile.write("# Officers whose fingerprints were confirmed with them. Changed by `cuakhau officer trust`.\n" + yaml, to: path)
        officers = changed
    }

    /// The keys to seal to: those of the directory, where they are the confirmed ones.
    ///
    /// - Parameter directory: What the gateway lists now.
    /// - Throws: ``SealError``: `unknownOfficer`, `unconfirmedKey`, `changedKey`.
    public func keys(of names: [OfficerName], in directory: [OfficerPublicKey]) throws(SealError) -> [OfficerPublicKey] {
        var keys: [OfficerPublicKey] = []
        for name in names {
            guard let listed = directory.first(where: { $0.officer == name }) else {
                throw SealError(.unknownOfficer, "the gateway's directory has no officer \(name): `cuakhau officer list` shows them")
            }
            guard let known = key(of: name) else {
                throw SealError(
                    .unconfirmedKey,
                    "the key of \(name) was never confirmed here. Ask the officer by telephone for the fingerprint, then: "
                        + "cuakhau officer trust \(name) --fingerprint '…' --profile FILE"
                )
            }
            guard known == listed else {
                throw SealError(
                    .changedKey,
                    "the gateway's directory has another key for \(name) than the one that was confirmed here. Ask the officer by telephone: if they made a new "
                        + "key, confirm its fingerprint with `cuakhau officer trust`; if not, somebody has exchanged it: seal nothing to it"
                )
            }
            keys.append(known)
        }
        return keys
    }
}
