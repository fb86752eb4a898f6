import Foundation

/// Files that only their owner may read: an officer's key, and whose keys were confirmed.
enum OwnFile {
    /// Writes a file of mode 0600 in one step: readers see the old content or the new, never a part.
    ///
    /// - Parameter isNew: Never over a file that is there.
    static func write(_ text: String, to path: String, isNew: Bool = false) throws(SealError) {
        let temporary = "\(path).new-\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        defer { unlink(temporary) }
        var bytes = Array(text.utf8)[...]
        var isWritten = true
        while !bytes.isEmpty, isWritten {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            isWritten = count > 0
            if isWritten { bytes = bytes.dropFirst(count) }
        }
        isWritten = isWritten && fsync(descriptor) == 0
        isWritten = close(descriptor) == 0 && isWritten
        // A link is refused where the name is taken; a rename would replace it.
        guard isWritten, (isNew ? link(temporary, path) : rename(temporary, path)) == 0 else { throw failure(path) }
    }

    /// Reads a file that nobody else may read.
    ///
    /// - Parameter advice: What to do where it is not there.
    static func readSecret(_ path: String, orElse advice: String) throws(SealError) -> String {
        var status = stat()
        guard stat(path, &status) == 0 else { throw SealError(.unusableKey, "there is no \(path): \(advice)") }
        guard status.st_mode & 0o077 == 0 else { throw SealError(.unusableKey, "\(path) can be read or changed by others: chmod 600 \(path)") }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { throw SealError(.unusableKey, "cannot read \(path)") }
        return text
    }

    private static func failure(_ path: String) -> SealError {
        let reason = errno == EEXIST ? "it is there already, and nothing is written over it: choose another name" : String(cString: strerror(errno))
        return SealError(.unusableKey, "cannot write \(path): \(reason)")
    }
}
