import Foundation

/// Which state of a file was read: another one has another time, or is another file.
struct FileStamp: Equatable, Sendable {
    private let seconds: Int
    private let nanoseconds: Int
    private let inode: UInt

    /// Nil where there is no file.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (seconds, nanoseconds, inode) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec, UInt(status.st_ino))
    }
}
