public import GRDB

/// The department of foreign affairs: protects citizens abroad, keeps track of the agreements that were signed [S 376-385], and is told of alerts.
///
/// It follows every protection case until a person closes it. It sees a person only with a case, a contract or a reminder that names the pseudonym.
public struct AffairsOffice: Office {
    public static let kind = OfficeKind.affairs
    /// Everything that the role may read: a type that the office has no use for costs one look at its name.
    public static let filter = ">"
    public static let purpose = "protect citizens abroad"

    public let settings: AffairsSettings
    /// Whether the gateway's times and this office's are of the same days: an exercise can be played on a clock of its own.
    let sharesGatewayTime: Bool

    public init(settings: AffairsSettings = AffairsSettings(), sharesGatewayTime: Bool = true) {
        self.settings = settings
        self.sharesGatewayTime = sharesGatewayTime
    }

    public static func registerMigrations(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("affairs 1 cases, alerts, matters, agreements") { database in
            try database.execute(sql: AffairsTables.cases + AffairsTables.alerts + AffairsTables.matters + AffairsTables.agreements)
        }
        migrator.registerMigration("affairs 2 missed messages, times of reminders") { database in
            try database.execute(sql: AffairsTables.missed + AffairsTables.reminders)
        }
    }

    public func received(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        switch message.type {
        case "protection.case.opened.v1": try caseOpened(message, in: transaction)
        case "alert.crossing.issued.v1": try alertIssued(message, in: transaction)
        case "alert.crossing.updated.v1": try alertUpdated(message, in: transaction)
        case "alert.crossing.cancelled.v1": try alertCancelled(message, in: transaction)
        case "return.welfare.due.v1": try welfareDue(message, in: transaction)
        case "voice.submitted.v1": try voiceSubmitted(message, in: transaction)
        case "handover.received.v1": try handoverReceived(message, in: transaction)
        case "victim.referral.opened.v1": try referralOpened(message, in: transaction)
        case "victim.referral.shared.v1": try referralShared(message, in: transaction)
        case "demand.order.published.v1": try orderPublished(message, in: transaction)
        case "demand.order.changed.v1": try orderChanged(message, in: transaction)
        case "contract.registered.v1": try contractRegistered(message, in: transaction)
        case "gateway.subject.erased.v1": try subjectErased(message, in: transaction)
        default: break
        }
    }

    public func clockMoved(in transaction: OfficeTransaction) throws {
        try escalateOverdueCases(in: transaction)
        try expireAlerts(in: transaction)
        try transaction.duty(Wording(vi: "kết thúc thoả thuận hết hiệu lực", en: "expiring agreements")) { try expireAgreements(in: transaction) }
        try transaction.duty(Wording(vi: "xóa dữ liệu cũ", en: "removing what is old")) { try removeWhatIsOld(in: transaction) }
    }
}
