import CZeroMQ

/// Decides who may connect (ZeroMQ RFC 27).
///
/// Bind it before the sockets it guards, and set ``SocketOption/zapDomain`` and ``SocketOption/zapEnforceDomain`` on those. It fails closed: what
/// it cannot read is refused, and while nobody calls ``handleReady(limit:decide:)`` nobody is let in.
public struct ZAPHandler: ~Copyable {
    private let socket: Socket
    private var frame: Frame

    private static let endpoint = "inproc://zeromq.zap.01"
    // Routing id, empty, version, request id, domain, address, identity, mechanism, credentials (CURVE: one; PLAIN: two).
    private static let framesMax = 10
    private static let frameBytesMax = 256

    public init(context: Context) throws(ZeroMQError) {
        let socket = try context.socket(.router)
        try socket.set(.linger, Int32(0))
        try socket.set(.routerMandatory, Int32(1))
        try socket.bind(Self.endpoint)
        self.socket = socket
        frame = Frame()
    }

    /// Adds the handler's socket to the poller of the thread that owns both.
    public func add(to poller: inout Poller) -> Int { poller.add(socket: socket) }

    /// Answers what is waiting.
    ///
    /// - Parameter limit: The most requests in one call, so that a flood of handshakes does not keep the thread from its other work.
    /// - Returns: How many requests were answered.
    public mutating func handleReady(
        limit: Int = 64,
        decide: (ZAPRequest) -> ZAPDecision
    ) throws(ZeroMQError) -> Int {
        var count = 0
        while count < limit, let parts = try receiveRequest() {
            count += 1
            // Without an envelope and a request id there is no way to answer; the handshake then ends by its own timeout, refused.
            guard parts.count >= 4 else { continue }
            let decision = ZAPRequest(parts).map(decide) ?? .refuse(reason: "malformed request")
            try answer(parts, decision)
        }
        return count
    }

    private mutating func receiveRequest() throws(ZeroMQError) -> [[UInt8]]? {
        guard try socket.receive(into: &frame) else { return nil }
        var parts: [[UInt8]] = []
        var isSound = true
        while true {
            isSound = isSound && parts.count < Self.framesMax && frame.count <= Self.frameBytesMax
            if isSound || parts.count < 4 { parts.append(frame.withUnsafeBytes { Array($0.prefix(Self.frameBytesMax)) }) }
            guard frame.hasMore, try socket.receive(into: &frame) else { break }
        }
        // Too much of anything: keep what is needed to answer, which the reader of the request then finds malformed.
        return isSound ? parts : Array(parts.prefix(4))
    }

    private func answer(_ parts: [[UInt8]], _ decision: ZAPDecision) throws(ZeroMQError) {
        let (code, text, user): (String, String, String) =
            switch decision {
            case .accept(let userID): ("200", "OK", userID)
            case .refuse(let reason): ("400", reason, "")
            }
        do throws(ZeroMQError) {
            try socket.send(parts[0], more: true)
            try socket.send(parts[1], more: true)
            try socket.send(Array("1.0".utf8), more: true)
            try socket.send(parts[3], more: true)
            for field in [code, text, user] { try socket.send(Array(field.utf8), more: true) }
            try socket.send([])
        } catch {
            // The peer gave up meanwhile: nobody waits for the answer.
            guard error.isHostUnreachable || error.isAgain else { throw error }
        }
    }
}
