import Crypto

/// A reading connection's part of the vault. Not `Sendable`: a reader has it.
final class VaultReader {
    private let connection: Connection
    private let master: MasterKey
    private let keyring: SubjectKeyring
    private let find: Statement
    private var index: SymmetricKey?
    /// Of the keyring's generation: what is in here needs no lock. Bounded: then it begins anew.
    private var recent: [UInt32: SymmetricKey] = [:]
    private var generation: UInt64 = 0
    private static let recentMax = 8_192

    init(_ connection: Connection, _ vault: JournalVault, _ keyring: SubjectKeyring) throws(JournalError) {
        self.connection = connection
        self.keyring = keyring
        master = vault.master
        find = try connection.prepare("SELECT wrapped FROM subject WHERE id = ?")
    }

    /// What an ordering key of an encrypted message is known by in the file.
    func tag(ofKey key: [UInt8]) throws(JournalError) -> [UInt8]? {
        if index == nil { index = try VaultKeys.index(connection, master) }
        return index.map { index in key.withUnsafeBytes { SubjectTag($0, by: index).bytes } }
    }

    func open(_ stored: UnsafeRawBufferPointer, position: UInt64, into bytes: inout [UInt8]) throws(JournalError) -> BodyDecryptor.Opened {
        try BodyDecryptor.open(stored, position: position, into: &bytes) { (id) throws(JournalError) in try key(of: id) }
    }

    private func key(of id: UInt32) throws(JournalError) -> BodyDecryptor.Found {
        let now = keyring.generation
        if now != generation { (recent, generation) = ([:], now) }
        if let key = recent[id] { return .key(key) }
        if let key = keyring.key(of: id) {
            remember(id, key)
            return .key(key)
        }
        find.bind(1, Int64(id))
        guard try find.step() else { return .unknown }
        defer { find.reset() }
        let wrapped = find.bytes(0)
        guard !wrapped.isEmpty else { return .erased }
        guard let key = master.unwrap(wrapped) else { return .unknown }
        keyring.remember(id, key, since: generation)
        remember(id, key)
        return .key(key)
    }

    private func remember(_ id: UInt32, _ key: SymmetricKey) {
        if recent.count >= Self.recentMax { recent.removeAll(keepingCapacity: true) }
        recent[id] = key
    }
}
