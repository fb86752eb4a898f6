import Client
import Contracts
public import GRDB
import SwiftProtobuf

extension CheckpointOffice {
    /// The longest that an alert is in force, in seconds [I].
    private static let alertSecondsMax: Int64 = 30 * 86_400
    /// The same words within so long are the same alert, issued once more, in seconds [I].
    private static let alertRepeatSeconds: Int64 = 10 * 60

    /// People are crossing away from a gate: calls the neighbouring posts and the police.
    ///
    /// - Parameter isAnother: Whether it is another one than an alert in force of the last ten minutes with the same words.
    /// - Returns: The alert's id.
    /// - Throws: ``OfficeError``: with code ``OfficeError/Code/contract`` where the note holds what looks like a document's number; with code
    ///   ``OfficeError/Code/conflict`` where it was issued already: a command that was cut off can be given again.
    public func issueAlert(_ alert: Alert, isAnother: Bool = false, in transaction: OfficeTransaction) throws -> String {
        let now = try gatewayNow(in: transaction)
        guard alert.expires > now else {
            throw OfficeError(.invalid, vi: "thời điểm hết hiệu lực phải ở phía trước", en: "an alert lapses at a time that lies ahead")
        }
        guard alert.markerFrom.isEmpty != alert.commune.isEmpty else {
            throw OfficeError(
                .invalid,
                vi: "cần đoạn mốc biên giới hoặc mã xã: một trong hai",
                en: "an alert names a range of boundary markers, or a commune: one of them"
            )
        }
        guard alert.expires <= now.adding(seconds: Self.alertSecondsMax) else {
            throw OfficeError(
                .invalid,
                vi: "cảnh báo có hiệu lực tối đa 30 ngày: hãy phát lại nếu vẫn cần",
                en: "an alert lapses within 30 days: issue it again where it is still needed"
            )
        }
        if !alert.commune.isEmpty { try ReferenceLists(transaction.database).validate(commune: alert.commune, on: now.day()) }
        let book = AlertBook(database: transaction.database)
        if !isAnother, let known = try book.repeated(alert, since: transaction.now.adding(seconds: -Self.alertRepeatSeconds)) {
            throw OfficeError(
                .conflict,
                vi: "cảnh báo này đã được phát: \(known). Nếu là một vụ khác, hãy thêm --again",
                en: "this alert has been issued: it is \(known). Where it is about other people, add --again"
            )
        }
        let id = transaction.name("alert", gate, alert.markerFrom, alert.markerTo, alert.commune, alert.note).description
        guard try book.state(id) == nil else { throw OfficeError(.conflict, vi: "cảnh báo này đã được phát", en: "this alert has been issued") }
        let sent = try say("alert.crossing.issued.v1", alert.message(id, isExercise: transaction.isExercise), at: now, in: transaction)
        try book.insert(id, alert, isOwn: true)
        try book.note(id, .issued, reason: "", event: sent.id)
        return id
    }

    /// Something about an alert of this post has changed.
    public func updateAlert(_ id: String, reason: String, in transaction: OfficeTransaction) throws {
        let book = AlertBook(database: transaction.database)
        let state = try ownState(id, book).moving(to: .updated)
        let references = try book.references(id)
        let message = Langson_Alert_V1_CrossingUpdated.with {
            $0.alertID = id
            $0.references = references
            $0.reason = reason
        }
        let sent = try transaction.send("alert.crossing.updated.v1", message)
        try book.set(id, state)
        try book.note(id, state, reason: reason, event: sent.id)
    }

    /// An alert of this post is over.
    public func cancelAlert(_ id: String, reason: String, in transaction: OfficeTransaction) throws {
        let book = AlertBook(database: transaction.database)
        let state = try ownState(id, book).moving(to: .cancelled)
        let references = try book.references(id)
        let message = Langson_Alert_V1_CrossingCancelled.with {
            $0.alertID = id
            $0.references = references
            $0.reason = reason
        }
        let sent = try transaction.send("alert.crossing.cancelled.v1", message)
        try book.set(id, state)
        try book.note(id, state, reason: reason, event: sent.id)
    }

    /// This post has seen an alert of another one, and says what it does.
    public func acknowledgeAlert(_ id: String, _ action: AlertAction, in transaction: OfficeTransaction) throws {
        let book = AlertBook(database: transaction.database)
        guard let state = try book.state(id) else { throw Self.unknownAlert }
        guard try !book.isOwn(id) else {
            throw OfficeError(.forbidden, vi: "đây là cảnh báo của chính trạm này", en: "this is an alert of this post's own")
        }
        guard !state.isOver else {
            throw OfficeError(
                .illegalTransition,
                vi: "cảnh báo “\(state.name.vi)”: không cần tiếp nhận nữa",
                en: "the alert is “\(state.name.en)”: there is nothing to acknowledge any more"
            )
        }
        let now = try gatewayNow(in: transaction)
        let message = Langson_Alert_V1_CrossingAcknowledged.with {
            $0.alertID = id
            $0.at = now.timestamp
            $0.action = action.message
        }
        try say("alert.crossing.acknowledged.v1", message, at: now, in: transaction)
    }

    /// The alerts of this post and of others, by the time they lapse.
    public func alerts(includingOver: Bool, _ database: Database) throws -> [KnownAlert] {
        try AlertBook(database: database).alerts(includingOver: includingOver)
    }

    private func ownState(_ id: String, _ book: AlertBook) throws -> AlertState {
        guard let state = try book.state(id) else { throw Self.unknownAlert }
        guard try book.isOwn(id) else {
            throw OfficeError(
                .forbidden,
                vi: "cảnh báo này do trạm khác phát: chỉ trạm ấy được cập nhật hoặc hủy",
                en: "another post issued this alert: it alone updates and cancels it"
            )
        }
        return state
    }

    private static var unknownAlert: OfficeError {
        OfficeError(.unknown, vi: "không có cảnh báo này: xem `alert list --all`", en: "there is no such alert: see `alert list --all`")
    }
}
