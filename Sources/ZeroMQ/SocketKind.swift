import CZeroMQ

/// The patterns that the gateway uses; see zmq_socket(3).
public enum SocketKind: Sendable {
    case router
    case dealer
    case request
    case reply
    case pair

    var rawValue: Int32 {
        switch self {
        case .router: ZMQ_ROUTER
        case .dealer: ZMQ_DEALER
        case .request: ZMQ_REQ
        case .reply: ZMQ_REP
        case .pair: ZMQ_PAIR
        }
    }
}
