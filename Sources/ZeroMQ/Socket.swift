import CZeroMQ

/// A libzmq socket. Not `Sendable`: the one thread that polls it owns it.
///
/// Closed when it goes out of scope; what was sent then lingers for ``SocketOption/linger``.
public struct Socket: ~Copyable {
    let handle: UnsafeMutableRawPointer
    let monitoring: Monitoring
    // Holds the context open until the socket is closed.
    private let context: Context

    init(_ context: Context, _ kind: SocketKind) throws(ZeroMQError) {
        guard let handle = zmq_socket(context.handle.pointer, kind.rawValue) else { throw .last("zmq_socket") }
        self.handle = handle
        monitoring = Monitoring(handle)
        self.context = context
    }

    deinit {
        monitoring.stop()
        zmq_close(handle)
    }

    // MARK: Addresses

    /// Accepts peers at an endpoint such as `tcp://127.0.0.1:*`.
    public func bind(_ endpoint: String) throws(ZeroMQError) {
        guard zmq_bind(handle, endpoint) == 0 else { throw .last("zmq_bind(\(endpoint))") }
    }

    public func connect(_ endpoint: String) throws(ZeroMQError) {
        guard zmq_connect(handle, endpoint) == 0 else { throw .last("zmq_connect(\(endpoint))") }
    }

    public func unbind(_ endpoint: String) throws(ZeroMQError) {
        guard zmq_unbind(handle, endpoint) == 0 else { throw .last("zmq_unbind(\(endpoint))") }
    }

    public func disconnect(_ endpoint: String) throws(ZeroMQError) {
        guard zmq_disconnect(handle, endpoint) == 0 else { throw .last("zmq_disconnect(\(endpoint))") }
    }

    /// The endpoint it was last bound to, with the port that `*` became.
    public var lastEndpoint: String {
        get throws(ZeroMQError) {
            var bytes = [UInt8](repeating: 0, count: 1_024)
            var count = bytes.count
            guard zmq_getsockopt(handle, ZMQ_LAST_ENDPOINT, &bytes, &count) == 0 else { throw .last("zmq_getsockopt(ZMQ_LAST_ENDPOINT)") }
            return String(decoding: bytes.prefix(max(0, count - 1)), as: UTF8.self)
        }
    }

    // MARK: Options

    public func set(_ option: SocketOption, _ value: Int32) throws(ZeroMQError) {
        var value = value
        guard zmq_setsockopt(handle, option.number, &value, MemoryLayout<Int32>.size) == 0 else { throw .last("zmq_setsockopt(\(option))") }
    }

    public func set(_ option: SocketOption, _ value: Int64) throws(ZeroMQError) {
        var value = value
        guard zmq_setsockopt(handle, option.number, &value, MemoryLayout<Int64>.size) == 0 else { throw .last("zmq_setsockopt(\(option))") }
    }

    public func set(_ option: SocketOption, _ value: String) throws(ZeroMQError) {
        try set(option, Array(value.utf8))
    }

    public func set(_ option: SocketOption, _ value: [UInt8]) throws(ZeroMQError) {
        guard zmq_setsockopt(handle, option.number, value, value.count) == 0 else { throw .last("zmq_setsockopt(\(option))") }
    }

    /// Takes a secret key without a copy of it in a string.
    public func set(_ option: SocketOption, _ key: CurveSecretKey) throws(ZeroMQError) {
        let result = key.withZ85 { zmq_setsockopt(handle, option.number, $0.baseAddress, CurveKeyPair.z85Count) }
        guard result == 0 else { throw .last("zmq_setsockopt(\(option))") }
    }

    // MARK: Frames

    /// Hands a frame to libzmq.
    ///
    /// That it was taken does not mean that it arrived: only an answer of the peer's does.
    ///
    /// - Parameters:
    ///   - more: Whether the next frame belongs to the same message.
    ///   - dontWait: Fails with ``ZeroMQError/isAgain`` where there is no room, rather than wait.
    public func send(_ bytes: UnsafeRawBufferPointer, more: Bool = false, dontWait: Bool = true) throws(ZeroMQError) {
        let flags = (more ? ZMQ_SNDMORE : 0) | (dontWait ? ZMQ_DONTWAIT : 0)
        while zmq_send(handle, bytes.baseAddress, bytes.count, flags) < 0 {
            let error = ZeroMQError.last("zmq_send")
            guard error.isInterrupted else { throw error }
        }
    }

    public func send(_ bytes: [UInt8], more: Bool = false, dontWait: Bool = true) throws(ZeroMQError) {
        try bytes.span.bytes.withUnsafeBytes { (bytes) throws(ZeroMQError) in try send(bytes, more: more, dontWait: dontWait) }
    }

    /// Takes the next frame; false where there is none at this moment.
    ///
    /// The bytes stay in libzmq's own memory until the next call with the same `frame`.
    public func receive(into frame: inout Frame) throws(ZeroMQError) -> Bool {
        try receive(into: &frame, flags: ZMQ_DONTWAIT)
    }

    /// Waits for the next frame, up to ``SocketOption/receiveTimeout``; false where none came.
    public func waitToReceive(into frame: inout Frame) throws(ZeroMQError) -> Bool {
        try receive(into: &frame, flags: 0)
    }

    private func receive(into frame: inout Frame, flags: Int32) throws(ZeroMQError) -> Bool {
        while zmq_msg_recv(frame.message, handle, flags) < 0 {
            let error = ZeroMQError.last("zmq_msg_recv")
            if error.isAgain { return false }
            guard error.isInterrupted else { throw error }
        }
        return true
    }
}
