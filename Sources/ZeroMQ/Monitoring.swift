import CZeroMQ

/// Whether a socket is watched. Shared by the socket and its ``SocketMonitor``: whichever goes first ends the watching.
///
/// libzmq's own thread writes events to the watcher and waits while there is none, for ever: a watcher that goes away before the watching is
/// ended would stop every socket of the context. Not `Sendable`: both belong to one thread.
final class Monitoring {
    private let handle: UnsafeMutableRawPointer
    private var isActive = false

    init(_ handle: UnsafeMutableRawPointer) { self.handle = handle }

    func start(_ endpoint: String, events: Int32) throws(ZeroMQError) {
        guard zmq_socket_monitor(handle, endpoint, events) == 0 else { throw .last("zmq_socket_monitor") }
        isActive = true
    }

    func stop() {
        guard isActive else { return }
        isActive = false
        zmq_socket_monitor(handle, nil, 0)
    }
}
