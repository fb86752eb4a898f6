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
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/configuration``: nothing is written over a file that is there.
    public static func make(at path: String) throws -> VaultKey {
        let key = SymmetricKey(size: .bits256)
        let text = key.withUnsafeBytes { Data($0).base64EncodedString() }
        let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw OfficeError(
                .configuration,
                vi: "không ghi được \(path): \(String(cString: strerror(errno)))",
                en: "cannot write \(path): \(String(cString: strerror(errno)))"
            )
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: Data((text + "\n").utf8))
        try file.synchronize()
        return VaultKey(key)
    }

    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/configuration``: it is not there, no key, or others may read it.
    public init(file path: String) throws(OfficeError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw OfficeError(.configuration, vi: "không có khóa két \(path)", en: "there is no vault key \(path): put it back from where it is kept")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw OfficeError(
                .configuration,
                vi: "\(path) người khác đọc được: chmod 600 \(path)",
                en: "\(path) can be read by others: chmod 600 \(path)"
            )
        }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let data = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)), data.count == 32
        else { throw OfficeError(.configuration, vi: "\(path) không phải khóa két", en: "\(path) is no vault key") }
        key = SymmetricKey(data: data)
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
