import Crypto
public import Foundation

/// The key that turns documents' numbers into tokens: 32 bytes that the border guard and the labour hub hold, and nobody else. With it, and the numbers
/// of a register, tokens could be told back: it never leaves those two offices.
public struct TokenKey: Sendable {
    let key: SymmetricKey

    public static let byteCount = 32

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
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw OfficeError(
                .configuration,
                vi: "không có khóa mã hóa số giấy tờ tại \(path): hãy tạo bằng `key make`, hoặc nhận từ cơ quan kia bằng `key import`",
                en: "there is no token key at \(path): make one with `key make`, or take the other office's with `key import`"
            )
        }
        guard status.st_mode & 0o077 == 0 else {
            throw OfficeError(
                .configuration,
                vi: "\(path) là khóa bí mật mà người khác đọc được: chmod 600 \(path)",
                en: "\(path) holds a secret key and can be read by others: chmod 600 \(path)"
            )
        }
        let buffer = WipingBuffer(byteCount: Self.byteCount + 1)
        let count = buffer.withUnsafeMutableBytes { Self.read(path, into: $0) }
        guard count == Self.byteCount else {
            throw OfficeError(
                .configuration,
                vi: "\(path) không phải khóa: một khóa có đúng \(Self.byteCount) byte",
                en: "\(path) is not a token key: a key has exactly \(Self.byteCount) bytes"
            )
        }
        key = buffer.withUnsafeMutableBytes { SymmetricKey(data: UnsafeRawBufferPointer(rebasing: $0[..<Self.byteCount])) }
    }

    /// Writes the key to a new file with mode 0600, and never over one that is there: tokens made with another key would match nothing any more.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/conflict`` or ``OfficeError/Code/storage``.
    public func write(to path: String) throws(OfficeError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            guard errno != EEXIST else {
                throw OfficeError(
                    .conflict,
                    vi: "đã có khóa tại \(path): không ghi đè. Nếu thật sự muốn đổi khóa, hãy cất tệp cũ đi trước",
                    en: "there is a key at \(path), and it is not written over: to change keys, move the old file away first"
                )
            }
            throw Self.failure(path)
        }
        let count = key.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        let isWritten = count == Self.byteCount && fsync(descriptor) == 0
        guard close(descriptor) == 0, isWritten else {
            let failure = Self.failure(path)
            unlink(path)
            throw failure
        }
    }

    /// By which two people find out over the telephone that they hold the same key: 32 hexadecimal digits in groups of four. It tells nothing of the key.
    public var fingerprint: String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("cuakhau token key fingerprint".utf8), using: key)
        let digits = code.prefix(16).map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] + digits[$0 + 1] }.joined(separator: " ")
    }

    /// - Returns: How many bytes there are, up to one more than the buffer's; -1 where it cannot be read.
    private static func read(_ path: String, into bytes: UnsafeMutableRawBufferPointer) -> Int {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return -1 }
        defer { close(descriptor) }
        var count = 0
        while count < bytes.count {
            let part = Foundation.read(descriptor, bytes.baseAddress?.advanced(by: count), bytes.count - count)
            if part < 0, errno == EINTR { continue }
            guard part >= 0 else { return -1 }
            guard part > 0 else { break }
            count += part
        }
        return count
    }

    private static func failure(_ path: String) -> OfficeError {
        let reason = String(cString: strerror(errno))
        return OfficeError(.storage, vi: "không ghi được \(path): \(reason)", en: "cannot write \(path): \(reason)")
    }
}

extension OfficeHome {
    /// Where an office keeps its token key.
    public var tokenKeyPath: String { path + "/token.key" }
}
