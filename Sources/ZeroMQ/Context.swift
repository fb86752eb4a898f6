import CZeroMQ

/// What sockets are made of: libzmq's input-output threads and its inproc names.
///
/// Thread-safe. Its sockets keep it alive; it ends when the last of them is closed, after their linger.
public final class Context: Sendable {
    /// libzmq documents a context as safe to use from any thread.
    nonisolated let handle: Handle

    struct Handle: @unchecked Sendable {
        // Safe because libzmq locks the context itself (zmq_ctx_new(3): "A ØMQ context is thread safe").
        let pointer: UnsafeMutableRawPointer
    }

    /// - Parameters:
    ///   - ioThreads: Threads that encrypt and move bytes; one is enough for about a gigabit a second.
    ///   - maxSockets: The most sockets of this context at once, monitors included.
    public init(ioThreads: Int32 = 1, maxSockets: Int32 = 4_096) throws(ZeroMQError) {
        guard let pointer = zmq_ctx_new() else { throw .last("zmq_ctx_new") }
        handle = Handle(pointer: pointer)
        guard zmq_ctx_set(pointer, ZMQ_IO_THREADS, ioThreads) == 0 else { throw .last("zmq_ctx_set(ZMQ_IO_THREADS)") }
        guard zmq_ctx_set(pointer, ZMQ_MAX_SOCKETS, maxSockets) == 0 else { throw .last("zmq_ctx_set(ZMQ_MAX_SOCKETS)") }
    }

    deinit {
        // Interrupted by a signal, it must be called again: otherwise the threads stay.
        while zmq_ctx_term(handle.pointer) != 0, zmq_errno() == ZeroMQError.interrupted {}
    }

    /// - Throws: ``ZeroMQError`` with `EMFILE` where the context or the process has no more sockets.
    public func socket(_ kind: SocketKind) throws(ZeroMQError) -> Socket { try Socket(self, kind) }
}
