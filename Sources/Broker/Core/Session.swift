import Foundation

/// One live conversation: a connection that said HELLO with a name its key may use.
final class Session {
    let connection: ConnectionID
    let principal: Principal
    let rights: Rights
    let gateBytes: [UInt8]
    let key: String
    let client: ClientState
    let epoch: UInt64
    /// Which start of which program it is, and which of its HELLOs.
    var instance = Data()
    var attempt: UInt64 = 0
    var lastHeard: Int64
    /// Wall time: microseconds since 1970-01-01T00:00:00Z.
    let openedAt: Int64
    /// What it said it is.
    let software: String
    var subscriptions: [UInt32: Subscription] = [:]
    /// Bytes sent for subscriptions that were replaced before they were acknowledged: they may lie unread in the peer's queue.
    var orphanedBytes = 0
    /// Its frames that wait in the bulk lane.
    var queuedFrames = 0
    /// Readings of the journal on behalf of its subscriptions, the replaced ones included, that are not answered.
    var readingCount = 0

    init(
        connection: ConnectionID,
        principal: Principal,
        rights: Rights,
        key: String,
        client: ClientState,
        epoch: UInt64,
        software: String,
        now: Moment
    ) {
        self.connection = connection
        self.principal = principal
        self.rights = rights
        self.gateBytes = Array((principal.gate ?? "").utf8)
        self.key = key
        self.client = client
        self.epoch = epoch
        self.lastHeard = now.monotonic
        self.openedAt = now.wall
        self.software = software
    }
}

/// A session's reading of one consumer.
final class Subscription {
    /// Never the same twice while the gateway runs.
    let id: UInt32
    let number: UInt32
    let session: Session
    let consumer: ConsumerState
    let creditMessages: Int
    let creditBytes: Int
    /// False until SUBSCRIBED was sent: nothing is delivered before it.
    var isActive = false

    init(id: UInt32, number: UInt32, session: Session, consumer: ConsumerState, creditMessages: Int, creditBytes: Int) {
        self.id = id
        self.number = number
        self.session = session
        self.consumer = consumer
        self.creditMessages = creditMessages
        self.creditBytes = creditBytes
    }
}

/// Why a session ended.
enum SessionEnd: String {
    case goodbye
    case gatewayStopping = "gateway stopping"
    case replaced
    case dialledAgain = "dialled again"
    case fenced
    case silent
    case unreachable
    case rightsChanged = "rights changed"
    case keyRevoked = "key revoked"
    case keyRemoved = "key removed"
    case keyExpired = "key expired"

    /// What a message that the client was at is charged with; nil: it went in good order, or the gateway did.
    var failure: FailureCause? {
        switch self {
        case .goodbye, .gatewayStopping: nil
        case .replaced, .dialledAgain, .fenced, .silent, .unreachable, .rightsChanged, .keyRevoked, .keyRemoved, .keyExpired: .sessionLost
        }
    }
}
