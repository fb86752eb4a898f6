import Crypto
import Foundation

/// The vault's own key: 32 bytes in a file of mode 0600, kept apart from backups of the vault.
public struct VaultKey: Sendable {
    private let key: SymmetricKey

    init(_ key: SymmetricKey) {
        self.key = key
    }

    /// Makes a key and writes it.
    ///
    /// - Throws: ``OfficeError``: nothing is written over a file that is there.
    public static func make(at path: String) throws(OfficeError) -> VaultKey {
        let key = SymmetricKey(size: .bits256)
        try KeyFile.write(key, to: path)
        return VaultKey(key)
    }

    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/configuration``: it is not there, no key, or others may read it.
    public init(file path: String) throws(OfficeError) {
        key = try KeyFile.read(
            path,
            orElse: Wording(
                vi: "hãy tạo két bằng `vault make`, hoặc đặt lại khóa từ nơi cất giữ",
                en: "make the vault with `vault make`, or put the key back from where it is kept"
            )
        )
    }

    /// - Parameter worker: Bound to it: another worker's cannot be put in its place.
    func seal(_ plain: Data, for worker: String) throws -> Data {
        guard let sealed = try AES.GCM.seal(plain, using: key, authenticating: Data(worker.utf8)).combined else {
            preconditionFailure("a nonce of 12 bytes combines")
        }
        return sealed
    }

    func open(_ sealed: Data, for worker: String) throws(OfficeError) -> Data {
        do {
            return try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: key, authenticating: Data(worker.utf8))
        } catch {
            throw OfficeError(
                .storage,
                vi: "không mở được bản ghi: sai khóa két, hoặc đã bị sửa",
                en: "a record does not open: the wrong vault key, or it was changed"
            )
        }
    }

    /// Chains the lines of the access log.
    func authenticate(_ data: Data) -> Data { Data(HMAC<SHA256>.authenticationCode(for: data, using: key)) }
}
