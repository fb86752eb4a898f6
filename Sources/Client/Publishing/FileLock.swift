import Foundation
import Synchronization

/// Keeps a second process away from a file for as long as it lives.
final class FileLock: Sendable {
    private let descriptor: Mutex<Int32?>

    init(path: String) throws(OutboxError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw OutboxError(.inputOutput, "cannot open \(path): \(String(cString: strerror(errno)))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw OutboxError(.busy, "another process publishes from this outbox")
        }
        self.descriptor = Mutex(descriptor)
    }

    deinit { release() }

    /// Lets another process have the file.
    func release() {
        descriptor.withLock { descriptor in
            if let open = descriptor { close(open) }
            descriptor = nil
        }
    }
}
