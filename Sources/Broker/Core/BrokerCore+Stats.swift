import Contracts
package import Wire

extension BrokerCore {
    /// The journal's size on disk, told by the caller: the core sees no files.
    package func noteJournalBytes(_ count: UInt64) { counters.journalBytes = count }

    func sendStats(to session: Session, now: Moment) throws(GatewayError) {
        let role = session.principal.role
        guard role == .operator || role == .auditor else {
            throw GatewayError(.notPermitted, "statistics are for the roles operator and auditor")
        }
        send([UInt8](command: .stats, stats(now: now)), to: session.connection)
    }

    package func stats(now: Moment) -> Stats {
        var stats = Stats()
        stats.timeUs = now.wall
        stats.startedUs = startedAt
        stats.lastPosition = lastPosition
        stats.journalBytes = counters.journalBytes
        stats.confirmed = counters.confirmed
        stats.duplicates = counters.duplicates
        stats.refused = counters.refused
        stats.delivered = counters.delivered
        stats.redelivered = counters.redelivered
        stats.acknowledged = counters.acknowledged
        stats.commits = counters.commits
        stats.sessions = UInt32(sessions.count)
        let ephemeral = sessions.values.flatMap { $0.subscriptions.values.map(\.consumer) }.filter { $0.name.isEmpty }
        let all = consumers.values + ephemeral
        stats.consumers = all.sorted { ($0.principal, $0.name) < ($1.principal, $1.name) }.map(stats(of:))
        stats.refusals = counters.refusals.sorted { $0.key < $1.key }.map { code, count in
            var refusal = RefusalStats()
            refusal.code = ErrorCode(rawValue: code) ?? .unspecified
            refusal.count = count
            return refusal
        }
        stats.clients = clients.values.sorted { $0.name < $1.name }.map { client in
            var entry = ClientStats()
            entry.client = client.name
            entry.lastSequence = client.committed
            entry.connected = client.session != nil
            return entry
        }
        return stats
    }

    private func stats(of consumer: ConsumerState) -> ConsumerStats {
        var stats = ConsumerStats()
        stats.principal = consumer.principal
        stats.consumer = consumer.name
        stats.filter = consumer.filter
        stats.purpose = consumer.purpose
        stats.connected = !consumer.subscriptions.isEmpty
        stats.position = consumer.position
        stats.lagMessages = lag(of: consumer)
        stats.inFlight = UInt32(consumer.ledger.outCount)
        stats.delivered = consumer.delivered
        stats.redelivered = consumer.redelivered
        stats.acknowledged = consumer.acknowledged
        stats.expired = consumer.expired
        stats.waitingSinceUs = consumer.lag.waitingSince ?? 0
        stats.slow = consumer.lag.isSlow
        return stats
    }

    /// Journal messages after a consumer's position, wanted or not.
    func lag(of consumer: ConsumerState) -> UInt64 { lastPosition + 1 - min(consumer.position, lastPosition + 1) }
}
