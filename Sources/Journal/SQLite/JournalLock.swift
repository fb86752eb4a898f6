import Foundation

/// Keeps other processes away from a journal, for as long as it lives: the system lets go of it when a process dies.
final class JournalLock {
    private let descriptor: Int32

    init(path: String) throws(JournalError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw JournalError(.inputOutput, "cannot make \(path): \(String(cString: strerror(errno)))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw JournalError(.busy, "another gateway has this journal open: stop it first")
        }
    }

    deinit { close(descriptor) }
}
