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

    /// Wraps a key (RFC 3394): nothing random in it, and no cheaper way to be found out than to open it.
    func wrap(_ key: SymmetricKey) throws(JournalError) -> [UInt8] {
        guard let wrapped = try? AES.KeyWrap.wrap(key, using: wrapping) else { throw Self.failed }
        return Array(wrapped)
    }

    /// Nil where this master key did not wrap it.
    func unwrap(_ wrapped: UnsafeRawBufferPointer) -> SymmetricKey? {
        guard let key = try? AES.KeyWrap.unwrap(wrapped, using: wrapping), key.bitCount == 256 else { return nil }
        return key
    }

    private static let failed = JournalError(.misuse, "a key could not be wrapped")
}
