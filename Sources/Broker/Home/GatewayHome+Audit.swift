import Foundation
public import Journal

/// The files of the audit chain: what signs it, and its last signature outside the journal.
extension GatewayHome {
    /// What seals are signed with: an Ed25519 secret, 64 hexadecimal digits.
    var auditKeyPath: String { path + "/audit.key" }
    /// Its public half, for whoever verifies.
    public var auditPublicKeyPath: String { path + "/audit.pub" }
    /// The last seal. A journal that does not hold it was cut off, or replaced by an older one.
    public var auditHeadPath: String { path + "/audit.head" }

    /// The key that signs the chain, made where there is none yet: by `init`, or by the first start after an upgrade.
    func auditKey() throws(HomeError) -> AuditKey {
        guard FileManager.default.fileExists(atPath: auditKeyPath) else {
            let key = AuditKey()
            try PrivateFile.write(Hex.text(key.secret) + "\n", to: auditKeyPath)
            try PrivateFile.write(Hex.text(key.publicKey) + "\n", to: auditPublicKeyPath)
            return key
        }
        let text = try PrivateFile.readSecret(auditKeyPath).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let secret = Hex.bytes(text), let key = AuditKey(secret: secret) else {
            throw HomeError("\(auditKeyPath) does not hold an Ed25519 secret key of 64 hexadecimal digits: restore it from the backup of the home")
        }
        return key
    }

    /// The key to verify the chain with.
    public func auditPublicKey() throws(HomeError) -> [UInt8] {
        let text = try PrivateFile.read(auditPublicKeyPath).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let key = Hex.bytes(text), key.count == 32 else {
            throw HomeError("\(auditPublicKeyPath) does not hold an Ed25519 public key of 64 hexadecimal digits")
        }
        return key
    }

    /// The last seal that was written beside the journal; nil: there is none yet.
    public func auditHead() throws(HomeError) -> AuditSeal? {
        guard FileManager.default.fileExists(atPath: auditHeadPath) else { return nil }
        guard let seal = AuditDocument.seal(Data(try PrivateFile.read(auditHeadPath).utf8)) else {
            throw HomeError("\(auditHeadPath) holds no seal: keep it for inspection, and move it away")
        }
        return seal
    }

    /// Not fsynced: an older seal is as true as a newer one, and only says less.
    func write(auditHead seal: AuditSeal) throws(HomeError) {
        guard let data = try? AuditDocument.data(seal) else { return }
        try PrivateFile.write(String(decoding: data, as: UTF8.self), to: auditHeadPath, isFsynced: false)
    }

    /// Puts the head of a chain that is not the journal's aside, for an inspector.
    ///
    /// - Returns: Where it is now.
    func setAside(auditHead seal: AuditSeal) throws(HomeError) -> String {
        let aside = "\(auditHeadPath).lost-\(seal.block)"
        guard rename(auditHeadPath, aside) == 0 else { throw HomeError("cannot rename \(auditHeadPath): \(String(cString: strerror(errno)))") }
        return aside
    }
}
