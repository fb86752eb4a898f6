import Foundation

/// One live conversation: a connection that said HELLO with a name its key may use.
final class Session {
    let connection: ConnectionID
    let principal: Principal
    let gateBytes: [UInt8]
    let key: String
    let client: ClientState
    let epoch: UInt64
    /// Which start of which program it is, and which of its HELLOs.
    var instance = Data()
    var attempt: UInt64 = 0
    var lastHeard: Int64
    var subscriptions: [UInt32: Subscription] = [:]
    /// Bytes sent for subscriptions that were replaced before they were acknowledged: they may lie unread in the peer's queue.
    var orphanedBytes = 0
    /// Readings of the journal on behalf of its subscriptions, the replaced ones included, that are not answered.
    var readingCount = 0

    init(connection: ConnectionID, principal: Principal, key: String, client: ClientState, epoch: UInt64, now: Int64) {
        self.connection = connection
        self.principal = principal
        self.gateBytes = Array((principal.gate ?? "").utf8)
        self.key = key
        self.client = client
        self.epoch = epoch
        self.lastHeard = now
    }
}

/// A session's reading of one consumer.
final class Subscription {
    let number: UInt32
    let session: Session
    let consumer: ConsumerState
    /// False until SUBSCRIBED was sent: nothing is delivered before it.
    var isActive = false
    var isQueued = false

    init(number: UInt32, session: Session, consumer: ConsumerState) {
        self.number = number
        self.session = session
        self.consumer = consumer
    }
}
