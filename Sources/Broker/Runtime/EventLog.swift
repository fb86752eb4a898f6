import Logging

/// Writes the core's events to the log. Names clients and codes; a message's content never comes here.
struct EventLog {
    private let logger: Logger
    private var refusedConnections: [String: (count: Int, reportAt: ContinuousClock.Instant)] = [:]

    init(_ logger: Logger) {
        self.logger = logger
    }

    func record(_ event: BrokerEvent) {
        switch event {
        case .sessionOpened(let client, let role, let software, let epoch):
            logger.info("session opened", metadata: ["client": "\(client)", "role": "\(role)", "software": "\(software)", "epoch": "\(epoch)"])
        case .sessionEnded(let client, let reason):
            logger.info("session ended", metadata: ["client": "\(client)", "reason": "\(reason)"])
        case .helloRefused(let code):
            logger.warning("hello refused", metadata: ["code": "\(code)"])
        case .consumerCreated(let principal, let consumer, let filter):
            logger.info("consumer created", metadata: ["principal": "\(principal)", "consumer": "\(consumer)", "filter": "\(filter)"])
        case .consumerForgotten(let principal, let consumer):
            logger.info("consumer forgotten", metadata: ["principal": "\(principal)", "consumer": "\(consumer)"])
        case .sequenceJumped(let client, let from, let to):
            logger.error(
                "a client had messages confirmed that this journal does not hold: was it restored from an older state?",
                metadata: ["client": "\(client)", "journal_has": "\(from)", "client_had": "\(to)"]
            )
        case .refused(let client, let code, let count):
            logger.notice("messages refused", metadata: ["client": "\(client)", "code": "\(code)", "count": "\(count)"])
        case .commitFailed(let code):
            logger.error("nothing was stored: the senders were told to try again", metadata: ["code": "\(code)"])
        }
    }

    /// A peer that may not connect tries again and again: named at once, and then once a minute with a count.
    mutating func connectionRefused(_ reason: String) {
        let now = ContinuousClock.now
        var entry = refusedConnections[reason] ?? (0, now)
        entry.count += 1
        if now >= entry.reportAt {
            logger.warning("connection refused", metadata: ["reason": "\(reason)", "count": "\(entry.count)"])
            entry = (0, now + .seconds(60))
        }
        refusedConnections[reason] = entry
    }
}
