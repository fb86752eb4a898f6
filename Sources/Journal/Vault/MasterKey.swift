import Crypto
import Foundation

/// The key that wraps all subjects' keys. Kept apart from the journal: whoever has only the journal, or a copy of it, reads no personal body.
public struct MasterKey: Sendable {
    let wrapping: SymmetricKey

    /// A new one.
    public init() { self.init(SymmetricKey(size: .bits256)) }

    /// Reads 64 hexadecimal digits, with white space around them; nil for anything else.
    public init?(text: String) {
        guard var bytes = Hex.bytes(text.trimmingCharacters(in: .whitespacesAndNewlines)), bytes.count == Self.byteCount else { return nil }
        defer { for index in bytes.indices { bytes[index] = 0 } }
        self.init(SymmetricKey(data: bytes))
    }

    private init(_ secret: SymmetricKey) {
        self.secret = secret
        wrapping = HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, info: Data("cuakhau wrap 1".utf8), outputByteCount: 32)
    }

    private let secret: SymmetricKey

    static let byteCount = 32

    /// What its file holds. For the file alone.
    public var text: String { secret.withUnsafeBytes { Hex.text($0) } }

    /// A key wrapped for a place: it opens nowhere else.
    func wrap(_ key: SymmetricKey, for place: String) throws(JournalError) -> [UInt8] {
        do {
            let plain = key.withUnsafeBytes { Data($0) }
            guard let sealed = try AES.GCM.seal(plain, using: wrapping, authenticating: Data(place.utf8)).combined else { throw Self.failed }
            return Array(sealed)
        } catch {
            throw Self.failed
        }
    }

    /// Nil where this master key did not wrap it for that place.
    func unwrap(_ wrapped: UnsafeRawBufferPointer, for place: String) -> SymmetricKey? {
        guard let box = try? AES.GCM.SealedBox(combined: wrapped),
            let plain = try? AES.GCM.open(box, using: wrapping, authenticating: Data(place.utf8)), plain.count == 32
        else { return nil }
        return SymmetricKey(data: plain)
    }

    private static let failed = JournalError(.misuse, "a key could not be wrapped")
}
