import Client
import Contracts
import GRDB
import SwiftProtobuf

/// What comes of alerts, whoever issued them, in whichever order.
extension CheckpointOffice {
    func receivedAlert(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let issued: Langson_Alert_V1_CrossingIssued = try message.decoded()
        let book = AlertBook(database: transaction.database)
        // What this post said comes back to it; and some messages come twice.
        guard try book.state(issued.alertID) == nil else { return }
        let alert = Alert(issued)
        try book.insert(issued.alertID, alert, isOwn: false)
        // What came before it.
        for state in try book.states(issued.alertID) { try move(issued.alertID, to: state, book) }
        if try book.isAcknowledged(issued.alertID) { try move(issued.alertID, to: .acknowledged, book) }
        try book.note(issued.alertID, .issued, reason: "", event: message.id)
    }

    /// An update or a cancellation. One that comes before its alert waits for it.
    func receivedAlertMessage(_ id: String, _ state: AlertState, reason: String, _ message: ReceivedMessage, in transaction: OfficeTransaction) throws
    {
        let book = AlertBook(database: transaction.database)
        guard try book.note(id, state, reason: reason, event: message.id) else { return }
        try move(id, to: state, book)
    }

    func receivedAcknowledgement(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let acknowledged: Langson_Alert_V1_CrossingAcknowledged = try message.decoded()
        guard let action = AlertAction(acknowledged.action) else {
            throw OfficeError(.invalid, vi: "hành động không rõ: cần nâng cấp chương trình", en: "an action that this version does not know")
        }
        let book = AlertBook(database: transaction.database)
        try book.acknowledge(acknowledged.alertID, message.principal, action, at: UTCTime(acknowledged.at))
        try move(acknowledged.alertID, to: .acknowledged, book)
    }

    /// Alerts whose time is over.
    func lapseAlerts(at now: UTCTime, _ database: Database) throws {
        let book = AlertBook(database: database)
        for id in try book.lapsed(at: now) { try move(id, to: .expired, book) }
    }

    /// Moves an alert on, where it is known and has such a step: what two agencies say at the same time can come in either order, and is no mistake.
    private func move(_ id: String, to next: AlertState, _ book: AlertBook) throws {
        guard let state = try book.state(id), state.following.contains(next) else { return }
        try book.set(id, try state.moving(to: next))
    }
}
