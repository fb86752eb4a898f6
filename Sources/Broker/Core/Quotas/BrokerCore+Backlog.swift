import Contracts
import Journal
import Wire

extension BrokerCore {
    /// Between two looks at who waits for what, where a principal is over its quota.
    private static let backlogLookInterval: Int64 = 100_000

    /// Whether a principal has to wait until consumers have dealt with more of its messages. What is urgent may go up to twice the quota.
    func isOverBacklog(_ principal: Principal, lane: Lane, now: Moment) -> Bool {
        guard let quota = principal.quota.backlog, var backlog = backlogs[principal.name], backlog.isKnown else { return false }
        let most = UInt64(quota) * (lane == .emergency ? 2 : 1)
        guard backlog.count >= most else { return false }
        if now.monotonic - backlog.lookedAt >= Self.backlogLookInterval {
            look(&backlog, principal, now)
            backlogs[principal.name] = backlog
        }
        return backlog.count >= most
    }

    /// Messages of a batch are on disk.
    func countBacklog(_ commit: CommitInFlight) {
        guard !backlogs.isEmpty else { return }
        for run in commit.pending.runs {
            backlogs[run.client.principal]?.append(UInt64(run.count), first: commit.firstPosition + UInt64(run.firstIndex))
        }
    }

    /// Begins to count for whom a quota is new, and looks who waits for what. Called at ticks.
    func measureBacklogs(now: Moment) {
        for principal in directory.principals {
            guard principal.quota.backlog != nil, !principal.isRevoked else {
                backlogs[principal.name] = nil
                continue
            }
            var backlog = backlogs[principal.name] ?? Backlog(countedFrom: lastPosition)
            look(&backlog, principal, now)
            if !backlog.isKnown, !backlog.isReading {
                backlog.isReading = true
                let ids = clients.values.filter { $0.principal == principal.name }.map(\.id).sorted()
                request(.runs(of: ids, from: backlog.waited), for: .runs(principal.name))
            }
            tell(&backlog, principal)
            backlogs[principal.name] = backlog
        }
    }

    /// What a principal published before counting began was read; nil: it could not be.
    func restoreBacklog(of principal: String, _ runs: [ClientRun]?) {
        guard let runs else {
            backlogs[principal]?.isReading = false
            return
        }
        backlogs[principal]?.restore(runs)
    }

    private func tell(_ backlog: inout Backlog, _ principal: Principal) {
        let isOver = backlog.isKnown && principal.quota.backlog.map { backlog.count >= UInt64($0) } ?? false
        guard isOver != backlog.isOver else { return }
        backlog.isOver = isOver
        if isOver { report(.backlogFull(principal: principal.name, messages: backlog.count, consumer: backlog.consumer)) }
    }

    /// The first position that a durable consumer waits for which may read something that the principal may publish.
    private func look(_ backlog: inout Backlog, _ principal: Principal, _ now: Moment) {
        backlog.lookedAt = now.monotonic
        let rights = directory.rights(of: principal)
        let published = catalogue.types.filter { rights.publish.contains($0) }.map { (id: typeIDs[$0.index], name: $0.name) }
        var waited: (position: UInt64, consumer: String) = (lastPosition + 1, "")
        for consumer in consumers.values where consumer.id != nil && consumer.position < waited.position {
            guard published.contains(where: { mayWant(consumer, $0.id, $0.name) }) else { continue }
            waited = (consumer.position, "\(consumer.principal)/\(consumer.name)")
        }
        backlog.wait(from: waited.position, consumer: waited.consumer)
    }
}
