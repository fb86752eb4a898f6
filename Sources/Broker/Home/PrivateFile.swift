import Foundation

/// Files that only their owner may read: keys, profiles, the list of principals.
public enum PrivateFile {
    /// Writes a file of mode 0600 in one step: readers see the old content or the new, never a part.
    public static func write(_ text: String, to path: String) throws(HomeError) {
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
        isWritten = isWritten && fsync(descriptor) == 0
        isWritten = close(descriptor) == 0 && isWritten
        guard isWritten, rename(temporary, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(temporary)
            throw HomeError("cannot write \(path): \(reason)")
        }
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
}
