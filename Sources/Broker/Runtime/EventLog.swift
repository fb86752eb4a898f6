import Logging

/// Writes the core's events to the log. Names clients and codes; a message's content never comes here.
struct EventLog {
    private let logger: Logger
    private var noted: [String: (count: Int, reportAt: ContinuousClock.Instant)] = [:]

    init(_ logger: Logger) {
        self.logger = logger
    }

    mutating func record(_ event: BrokerEvent) {
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
            // A full disk stays full: named at once, and then once a minute with a count.
            note("nothing was stored: the senders were told to try again", "code", code, .error)
        }
    }

    /// A peer that may not connect tries again and again.
    mutating func connectionRefused(_ reason: String) { note("connection refused", "reason", reason, .warning) }

    private mutating func note(_ message: String, _ name: String, _ value: String, _ level: Logger.Level) {
        let now = ContinuousClock.now
        var entry = noted[message + value] ?? (0, now)
        entry.count += 1
        if now >= entry.reportAt {
            logger.log(level: level, "\(message)", metadata: [name: "\(value)", "count": "\(entry.count)"])
            entry = (0, now + .seconds(60))
        }
        noted[message + value] = entry
    }
}
