import Crypto
import Foundation

/// A file that holds a key: 32 bytes, mode 0600, written once and never over another.
enum KeyFile {
    static let byteCount = 32

    /// - Parameter advice: What to do where there is none.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/configuration`` where it is not there, has another length, or can be read by others.
    static func read(_ path: String, orElse advice: Wording) throws(OfficeError) -> SymmetricKey {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw OfficeError(.configuration, vi: "không có khóa tại \(path): \(advice.vi)", en: "there is no key at \(path): \(advice.en)")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw OfficeError(
                .configuration,
                vi: "\(path) là khóa bí mật mà người khác đọc được: chmod 600 \(path)",
                en: "\(path) holds a secret key and can be read by others: chmod 600 \(path)"
            )
        }
        let buffer = WipingBuffer(byteCount: byteCount + 1)
        let count = buffer.withUnsafeMutableBytes { read(path, into: $0) }
        guard count == byteCount else {
            throw OfficeError(
                .configuration,
                vi: "\(path) không phải khóa: một khóa có đúng \(byteCount) byte",
                en: "\(path) is not a key: a key has exactly \(byteCount) bytes"
            )
        }
        return buffer.withUnsafeMutableBytes { SymmetricKey(data: UnsafeRawBufferPointer(rebasing: $0[..<byteCount])) }
    }

    /// Writes a key to a new file, and never over one that is there: what was made with the other would match nothing any more.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/conflict`` or ``OfficeError/Code/storage``.
    static func write(_ key: SymmetricKey, to path: String) throws(OfficeError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            guard errno != EEXIST else {
                throw OfficeError(
                    .conflict,
                    vi: "đã có khóa tại \(path): không ghi đè. Nếu thật sự muốn đổi khóa, hãy cất tệp cũ đi trước",
                    en: "there is a key at \(path), and it is not written over: to change keys, move the old file away first"
                )
            }
            throw failure(path)
        }
        let count = key.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        let isWritten = count == byteCount && fsync(descriptor) == 0
        guard close(descriptor) == 0, isWritten else {
            let failure = failure(path)
            unlink(path)
            throw failure
        }
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
