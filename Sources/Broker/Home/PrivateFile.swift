import Foundation

/// Files that only their owner may read: keys, profiles, the list of principals.
public enum PrivateFile {
    /// Writes a file of mode 0600 in one step: readers see the old content or the new, never a part.
    ///
    /// - Parameter isFsynced: False where a power cut may bring the old content back.
    public static func write(_ text: String, to path: String, isFsynced: Bool = true) throws(HomeError) {
        let temporary = "\(path).new-\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw HomeError("cannot write \(temporary): \(String(cString: strerror(errno)))") }
        var bytes = Array(text.utf8)[...]
        var isWritten = true
        while !bytes.isEmpty, isWritten {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            isWritten = count > 0
            if isWritten { bytes = bytes.dropFirst(count) }
        }
        isWritten = isWritten && (!isFsynced || fsync(descriptor) == 0)
        isWritten = close(descriptor) == 0 && isWritten
        guard isWritten, rename(temporary, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(temporary)
            throw HomeError("cannot write \(path): \(reason)")
        }
        guard isFsynced else { return }
        // So that a power cut does not bring the old file back.
        let folder = open(
            (path as NSString).deletingLastPathComponent.isEmpty ? "." : (path as NSString).deletingLastPathComponent,
            O_RDONLY | O_CLOEXEC
        )
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    public static func read(_ path: String) throws(HomeError) -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw HomeError("cannot read \(path): is this a gateway's home? `cuakhau init` makes one")
        }
    }

    /// Reads a file that holds a secret.
    ///
    /// - Throws: ``HomeError`` where others may read it.
    static func readSecret(_ path: String) throws(HomeError) -> String {
        var status = stat()
        guard stat(path, &status) == 0 else { throw HomeError("no \(path): is this a gateway's home? `cuakhau init` makes one") }
        guard status.st_mode & 0o077 == 0 else { throw HomeError("\(path) can be read by others: chmod 600 \(path)") }
        return try read(path)
    }
}
