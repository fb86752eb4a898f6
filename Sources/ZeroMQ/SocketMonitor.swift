import CZeroMQ
import Synchronization

/// Tells what happens to a socket's connections: zmq_socket_monitor(3).
///
/// It and the socket that it watches belong to one thread, and may go in any order.
public struct SocketMonitor: ~Copyable {
    public enum Event: Equatable, Sendable {
        case disconnected
        /// The peer refused our key (ZAP status 400), or broke off the handshake.
        case authenticationFailed
        case other
    }

    public let socket: Socket
    private let monitoring: Monitoring
    private var frame: Frame

    private static let numbers = Atomic<UInt64>(0)
    private static let watched = ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH

    public init(of watchedSocket: borrowing Socket, context: Context) throws(ZeroMQError) {
        let number = Self.numbers.add(1, ordering: .relaxed).newValue
        let endpoint = "inproc://cuakhau.monitor.\(number)"
        let monitoring = watchedSocket.monitoring
        try monitoring.start(endpoint, events: Self.watched)
        let socket = try Self.watcher(context, endpoint, monitoring)
        self.monitoring = monitoring
        self.socket = socket
        frame = Frame()
    }

    deinit { monitoring.stop() }

    private static func watcher(_ context: Context, _ endpoint: String, _ monitoring: Monitoring) throws(ZeroMQError) -> Socket {
        do throws(ZeroMQError) {
            let socket = try context.socket(.pair)
            try socket.set(.linger, Int32(0))
            try socket.connect(endpoint)
            return socket
        } catch {
            monitoring.stop()
            throw error
        }
    }

    /// The next event; nil where there is none at this moment.
    public mutating func next() throws(ZeroMQError) -> Event? {
        guard try socket.receive(into: &frame) else { return nil }
        let number = frame.withUnsafeBytes { $0.count >= 2 ? $0.loadUnaligned(as: UInt16.self) : 0 }
        while frame.hasMore, try socket.receive(into: &frame) {}
        switch Int32(number) {
        case ZMQ_EVENT_DISCONNECTED: return .disconnected
        case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH: return .authenticationFailed
        default: return .other
        }
    }
}
