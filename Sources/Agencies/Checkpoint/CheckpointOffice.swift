import Client
import Contracts
public import GRDB
import SwiftProtobuf

/// A checkpoint of the border guard at one gate: who passed, by token; whether the gate is open; alerts; groups that were handed over.
///
/// It needs no gateway to work: what it says waits in its store, with the time it happened, for as long as it takes.
public struct CheckpointOffice: Office {
    public static let kind = OfficeKind.checkpoint
    /// All that a border post may read: the manifests of its gate, states of gates, alerts, and whose data was erased.
    public static let filter = ">"
    public static let purpose = "control of exit and entry at the gate: expected departures, gate states, alerts"

    public let gate: String
    public let settings: CheckpointSettings

    /// How long alerts, handovers, states of gates and corrections of times are kept when they are over, in seconds.
    private static let alertSecondsKept: Int64 = 30 * 86_400
    private static let handoverSecondsKept: Int64 = 90 * 86_400
    private static let gateSecondsKept: Int64 = 90 * 86_400
    private static let correctionSecondsKept: Int64 = 90 * 86_400

    public init(gate: String, settings: CheckpointSettings = CheckpointSettings()) {
        self.gate = gate
        self.settings = settings
    }

    public static func registerMigrations(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("checkpoint 1") { database in
            try database.execute(
                sql: CrossingTables.sql + ManifestBook.tables + GateCalendar.table + AlertBook.tables + HandoverBook.table
                    + "CREATE TABLE clock_minute (minute INTEGER PRIMARY KEY, ahead INTEGER NOT NULL) STRICT;"
            )
        }
        migrator.registerMigration("checkpoint 2 both times") { try $0.execute(sql: "DROP TABLE clock_minute;" + CorrectionBook.table) }
    }

    public func received(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let database = transaction.database
        switch message.type {
        case "departure.manifest.lodged.v1": try receivedManifest(message, in: transaction)
        case "gate.status.changed.v1": try receivedGateStatus(message, in: transaction)
        case "alert.crossing.issued.v1": try receivedAlert(message, in: transaction)
        case "alert.crossing.updated.v1":
            let update: Langson_Alert_V1_CrossingUpdated = try message.decoded()
            try receivedAlertMessage(update.alertID, .updated, reason: update.reason, message, in: transaction)
        case "alert.crossing.cancelled.v1":
            let cancellation: Langson_Alert_V1_CrossingCancelled = try message.decoded()
            try receivedAlertMessage(cancellation.alertID, .cancelled, reason: cancellation.reason, message, in: transaction)
        case "alert.crossing.acknowledged.v1": try receivedAcknowledgement(message, in: transaction)
        case "gateway.subject.erased.v1":
            let erasure: Langson_Gateway_V1_SubjectErased = try message.decoded()
            try ManifestBook(database: database).erase(erasure.subject)
            try CrossingBook(database: database).erase(erasure.subject)
            try forgetRefused(in: transaction)
        default: break
        }
    }

    public func clockMoved(in transaction: OfficeTransaction) throws {
        try transaction.duty(Wording(vi: "gửi lại bản tin bị từ chối vì sai giờ", en: "saying again what a wrong clock made refused")) {
            try correctRefused(in: transaction)
        }
        let (database, now) = (transaction.database, try gatewayNow(in: transaction))
        try transaction.duty(Wording(vi: "đếm người không đến", en: "counting who has not come")) {
            let manifests = ManifestBook(database: database)
            try manifests.countNoShows(before: now.day(), since: now.day().adding(days: 1 - settings.tokenDays))
            try manifests.dropExpired(at: now)
        }
        try transaction.duty(Wording(vi: "kết thúc cảnh báo hết hiệu lực", en: "expiring alerts")) { try lapseAlerts(at: now, database) }
        try transaction.duty(Wording(vi: "xóa dữ liệu cũ", en: "removing what is old")) {
            try CrossingBook(database: database).forget(before: now.adding(seconds: Int64(-settings.tokenDays) * 86_400))
            try forgetRefused(in: transaction)
            try AlertBook(database: database).forget(expiredBefore: now.adding(seconds: -Self.alertSecondsKept))
            try HandoverBook(database: database).forget(before: now.adding(seconds: -Self.handoverSecondsKept))
            try GateCalendar(database).forget(endedBefore: now.adding(seconds: -Self.gateSecondsKept))
            try CorrectionBook(database: database).forget(before: now.adding(seconds: -Self.correctionSecondsKept))
        }
    }
}
