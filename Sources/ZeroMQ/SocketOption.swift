import CZeroMQ

/// A socket option by name; see zmq_setsockopt(3) for each. Times are milliseconds, sizes bytes, high-water marks messages.
public struct SocketOption: Sendable, CustomStringConvertible {
    let number: Int32
    public let description: String

    private init(_ number: Int32, _ name: String) {
        self.number = number
        self.description = name
    }

    public static let curveServer = SocketOption(ZMQ_CURVE_SERVER, "ZMQ_CURVE_SERVER")
    public static let curvePublicKey = SocketOption(ZMQ_CURVE_PUBLICKEY, "ZMQ_CURVE_PUBLICKEY")
    public static let curveSecretKey = SocketOption(ZMQ_CURVE_SECRETKEY, "ZMQ_CURVE_SECRETKEY")
    public static let curveServerKey = SocketOption(ZMQ_CURVE_SERVERKEY, "ZMQ_CURVE_SERVERKEY")
    public static let zapDomain = SocketOption(ZMQ_ZAP_DOMAIN, "ZMQ_ZAP_DOMAIN")
    /// Without it, a socket whose ZAP handler is missing lets every key in.
    public static let zapEnforceDomain = SocketOption(ZMQ_ZAP_ENFORCE_DOMAIN, "ZMQ_ZAP_ENFORCE_DOMAIN")
    public static let routerMandatory = SocketOption(ZMQ_ROUTER_MANDATORY, "ZMQ_ROUTER_MANDATORY")
    public static let routingID = SocketOption(ZMQ_ROUTING_ID, "ZMQ_ROUTING_ID")
    /// Bounds one frame, not a message of several frames.
    public static let maxMessageBytes = SocketOption(ZMQ_MAXMSGSIZE, "ZMQ_MAXMSGSIZE")
    /// For each peer.
    public static let receiveHighWater = SocketOption(ZMQ_RCVHWM, "ZMQ_RCVHWM")
    /// For each peer.
    public static let sendHighWater = SocketOption(ZMQ_SNDHWM, "ZMQ_SNDHWM")
    public static let receiveBuffer = SocketOption(ZMQ_RCVBUF, "ZMQ_RCVBUF")
    public static let sendBuffer = SocketOption(ZMQ_SNDBUF, "ZMQ_SNDBUF")
    public static let handshakeInterval = SocketOption(ZMQ_HANDSHAKE_IVL, "ZMQ_HANDSHAKE_IVL")
    public static let heartbeatInterval = SocketOption(ZMQ_HEARTBEAT_IVL, "ZMQ_HEARTBEAT_IVL")
    public static let heartbeatTimeout = SocketOption(ZMQ_HEARTBEAT_TIMEOUT, "ZMQ_HEARTBEAT_TIMEOUT")
    public static let heartbeatTimeToLive = SocketOption(ZMQ_HEARTBEAT_TTL, "ZMQ_HEARTBEAT_TTL")
    public static let linger = SocketOption(ZMQ_LINGER, "ZMQ_LINGER")
    public static let backlog = SocketOption(ZMQ_BACKLOG, "ZMQ_BACKLOG")
    public static let ipv6 = SocketOption(ZMQ_IPV6, "ZMQ_IPV6")
    public static let immediate = SocketOption(ZMQ_IMMEDIATE, "ZMQ_IMMEDIATE")
    public static let reconnectInterval = SocketOption(ZMQ_RECONNECT_IVL, "ZMQ_RECONNECT_IVL")
    public static let reconnectIntervalMax = SocketOption(ZMQ_RECONNECT_IVL_MAX, "ZMQ_RECONNECT_IVL_MAX")
    public static let connectTimeout = SocketOption(ZMQ_CONNECT_TIMEOUT, "ZMQ_CONNECT_TIMEOUT")
    public static let receiveTimeout = SocketOption(ZMQ_RCVTIMEO, "ZMQ_RCVTIMEO")
    public static let sendTimeout = SocketOption(ZMQ_SNDTIMEO, "ZMQ_SNDTIMEO")
}
