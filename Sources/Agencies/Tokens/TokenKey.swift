import Crypto
public import Foundation

/// The key that turns documents' numbers into tokens: 32 bytes that the border guard and the labour hub hold, and nobody else. With it, and the numbers
/// of a register, tokens could be told back: it never leaves those two offices.
public struct TokenKey: Sendable {
    let key: SymmetricKey

    public static var byteCount: Int { KeyFile.byteCount }

    /// - Precondition: 32 bytes.
    public init(bytes: some ContiguousBytes) {
        key = SymmetricKey(data: bytes)
        precondition(key.bitCount == Self.byteCount * 8, "a token key has \(Self.byteCount) bytes")
    }

    /// A new key.
    public static func random() -> TokenKey { TokenKey(SymmetricKey(size: .bits256)) }

    private init(_ key: SymmetricKey) { self.key = key }

    /// Reads a key's file.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/configuration`` where it is not there, has another length, or can be read by others.
    public init(file path: String) throws(OfficeError) {
        key = try KeyFile.read(
            path,
            orElse: Wording(
                vi: "hãy tạo bằng `key make`, hoặc nhận khóa mã hóa số giấy tờ của cơ quan kia bằng `key import`",
                en: "make one with `key make`, or take the other office's with `key import`"
            )
        )
    }

    /// Writes the key to a new file with mode 0600, and never over one that is there: tokens made with another key would match nothing any more.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/conflict`` or ``OfficeError/Code/storage``.
    public func write(to path: String) throws(OfficeError) { try KeyFile.write(key, to: path) }

    /// By which two people find out over the telephone that they hold the same key: 32 hexadecimal digits in groups of four. It tells nothing of the key.
    public var fingerprint: String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("cuakhau token key fingerprint".utf8), using: key)
        let bytes = Array(code.prefix(16))
        return stride(from: 0, to: bytes.count, by: 2).map { bytes[$0...($0 + 1)].hexadecimal }.joined(separator: " ")
    }
}

extension OfficeHome {
    /// Where an office keeps its token key.
    public var tokenKeyPath: String { path + "/token.key" }
}
