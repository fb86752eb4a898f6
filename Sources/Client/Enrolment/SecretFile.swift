import Foundation

/// A file of mode 0600, replaced in one step.
enum SecretFile {
    static func write(_ text: String, to path: String) throws(EnrolmentError) {
        let temporary = "\(path).new-\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw EnrolmentError("cannot write \(temporary): \(String(cString: strerror(errno)))") }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try file.write(contentsOf: Data(text.utf8))
            try file.synchronize()
            try file.close()
        } catch {
            unlink(temporary)
            throw EnrolmentError("cannot write \(path): \(error.localizedDescription)")
        }
        guard rename(temporary, path) == 0 else { throw EnrolmentError("cannot write \(path): \(String(cString: strerror(errno)))") }
    }

    /// - Throws: ``EnrolmentError`` where it is not there, or others may read it.
    static func read(_ path: String) throws(EnrolmentError) -> String {
        var status = stat()
        guard stat(path, &status) == 0, let data = FileManager.default.contents(atPath: path) else {
            throw EnrolmentError("there is no \(path): `cuakhau enrol NAME --role ROLE` begins")
        }
        guard status.st_mode & 0o077 == 0 else { throw EnrolmentError("\(path) holds a secret and can be read by others: chmod 600 \(path)") }
        return String(decoding: data, as: UTF8.self)
    }
}
