import ZeroMQ

/// One DEALER socket with its monitor: made anew for each dial, so that nothing of an earlier session lingers in it.
struct DealerConnection: ~Copyable {
    private let socket: Socket
    private var monitor: SocketMonitor
    private var poller: Poller

    /// More than the gateway lets be on its way, so that a send never has to wait.
    private static let highWater: Int32 = 100_000

    init(context: Context, profile: Profile, wakeup: Wakeup) throws(ZeroMQError) {
        let socket = try context.socket(.dealer)
        try socket.set(.curveServerKey, profile.serverKey.description)
        try socket.set(.curvePublicKey, profile.keys.publicKey.description)
        try socket.set(.curveSecretKey, profile.keys.secretKey)
        try socket.set(.sendHighWater, Self.highWater)
        try socket.set(.receiveHighWater, Self.highWater)
        try socket.set(.handshakeInterval, Int32(5_000))
        try socket.set(.heartbeatInterval, Int32(10_000))
        try socket.set(.heartbeatTimeout, Int32(30_000))
        try socket.set(.reconnectInterval, Int32.random(in: 80...160))
        try socket.set(.reconnectIntervalMax, Int32(2_000))
        try socket.set(.connectTimeout, Int32(3_000))
        try socket.set(.maxMessageBytes, Int64(8 << 20))
        // A connection that is given up must not go on by itself and say HELLO after its successor did.
        try socket.set(.linger, Int32(0))
        let monitor = try SocketMonitor(of: socket, context: context)
        try socket.connect(profile.endpoint)
        var poller = Poller()
        _ = poller.add(socket: socket)
        _ = poller.add(socket: monitor.socket)
        _ = poller.add(fileDescriptor: wakeup.fileDescriptor)
        self.socket = socket
        self.monitor = monitor
        self.poller = poller
    }

    mutating func wait(_ milliseconds: Int) throws(ZeroMQError) {
        _ = try poller.wait(timeoutMilliseconds: milliseconds)
    }

    func receive(into frame: inout Frame) throws(ZeroMQError) -> Bool { try socket.receive(into: &frame) }

    mutating func nextEvent() throws(ZeroMQError) -> SocketMonitor.Event? { try monitor.next() }

    func send(_ frame: [UInt8]) throws(ZeroMQError) { try socket.send(frame) }

    /// The last frame: it, and what was sent before it, get a moment to leave after the socket is closed.
    func sendLast(_ frame: [UInt8]) throws(ZeroMQError) {
        try socket.set(.linger, Int32(300))
        try socket.send(frame)
    }
}
