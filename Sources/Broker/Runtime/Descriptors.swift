import Foundation

/// Whether this process can open anything more.
enum Descriptors {
    /// Without one left libzmq takes no connection, says nothing, and tries again and again.
    static var areLeft: Bool {
        let descriptor = dup(STDERR_FILENO)
        guard descriptor >= 0 else { return errno != EMFILE && errno != ENFILE }
        close(descriptor)
        return true
    }
}
