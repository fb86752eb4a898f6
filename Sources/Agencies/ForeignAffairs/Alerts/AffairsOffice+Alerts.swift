public import Contracts
import GRDB
import SwiftProtobuf

/// Alerts of crossings away from a gate: whoever may need protection abroad tomorrow.
extension AffairsOffice {
    func alertIssued(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let issued: Langson_Alert_V1_CrossingIssued = try message.decoded()
        var new = try HeardAlert(issued)
        if let known = try HeardAlert.find(new.id, transaction.database) {
            guard known.isSameAlert(as: new) else {
                throw OfficeError(
                    .conflict,
                    vi: "đã có cảnh báo khác mang số này: hãy đề nghị đồn phát lại với số mới",
                    en: "another alert has this number already: ask the post to issue it again with a new one"
                )
            }
            return
        }
        // What came ahead of it, each kind once: an end after a change.
        for state in [HeardAlertState.updated, .cancelled] where try takeEarlyStep(new.id, state, transaction) {
            new.state = try new.state.moving(to: state)
        }
        new.state = new.state(at: transaction.now)
        try new.save(transaction.database)
    }

    func alertUpdated(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let updated: Langson_Alert_V1_CrossingUpdated = try message.decoded()
        try alert(updated.alertID, becomes: .updated, in: transaction)
    }

    func alertCancelled(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let cancelled: Langson_Alert_V1_CrossingCancelled = try message.decoded()
        try alert(cancelled.alertID, becomes: .cancelled, in: transaction)
    }

    private func alert(_ id: String, becomes state: HeardAlertState, in transaction: OfficeTransaction) throws {
        guard var known = try HeardAlert.find(id, transaction.database) else {
            // The contract: what arrives alone is kept until the alert is there.
            try transaction.database.execute(
                sql: "INSERT OR IGNORE INTO early_alert_step (alert_id, state, at) VALUES (?, ?, ?)",
                arguments: [id, state.rawValue, transaction.now.microseconds]
            )
            return
        }
        // Late from a post that was offline: it is over already, and nobody has anything to do about it.
        guard known.state(at: transaction.now).isOpen else { return }
        known.state = try known.state.moving(to: state)
        try known.save(transaction.database)
    }

    private func takeEarlyStep(_ id: String, _ state: HeardAlertState, _ transaction: OfficeTransaction) throws -> Bool {
        try transaction.database.execute(sql: "DELETE FROM early_alert_step WHERE alert_id = ? AND state = ?", arguments: [id, state.rawValue])
        return transaction.database.changesCount > 0
    }

    /// Says that this office has seen an alert, and what it does. The post stops calling.
    ///
    /// - Throws: ``OfficeError``: ``OfficeError/Code/illegalTransition`` where it is acknowledged already or over.
    @discardableResult
    public func acknowledgeAlert(
        _ id: String,
        officer: String,
        action: Langson_Alert_V1_AlertAction,
        in transaction: OfficeTransaction
    ) throws -> HeardAlert {
        guard var known = try HeardAlert.find(id, transaction.database) else {
            throw OfficeError(.unknown, vi: "không có cảnh báo này: hãy xem `alert list --all`", en: "there is no such alert: see `alert list --all`")
        }
        guard let word = AffairsWords.actions.word(action) else {
            throw OfficeError(.invalid, vi: "hãy nêu việc sẽ làm", en: "say what is done about it")
        }
        known.state = try known.state(at: transaction.now).moving(to: .acknowledged)
        known.officer = try OfficeText.officer(officer)
        known.acknowledgedAt = transaction.now
        known.action = word
        try known.save(transaction.database)
        let acknowledged = Langson_Alert_V1_CrossingAcknowledged.with {
            $0.alertID = id
            $0.at = transaction.now.timestamp
            $0.action = action
        }
        try transaction.send("alert.crossing.acknowledged.v1", acknowledged)
        return known
    }

    func expireAlerts(in transaction: OfficeTransaction) throws {
        let name = Wording(vi: "kết thúc cảnh báo hết hiệu lực", en: "expiring alerts")
        try transaction.duty(name, each: { try HeardAlert.lapsed(at: transaction.now, transaction.database) }) {
            var lapsed = $0
            lapsed.state = try lapsed.state.moving(to: .expired)
            try lapsed.save(transaction.database)
        }
    }
}
