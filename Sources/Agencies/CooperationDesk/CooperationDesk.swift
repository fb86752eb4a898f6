public import GRDB

/// The cooperation desk in Pingxiang: posts the season's orders, changes them, and hears how far they are filled and which gates are open.
///
/// An external party: it sees counts, orders and gate states, and nobody's name [I].
public struct CooperationDesk: Office {
    public static let kind = OfficeKind.desk
    public static let filter = ">"
    public static let purpose = "fill of orders, states of gates and lists of codes"

    let settings: DeskSettings

    public init(settings: DeskSettings = DeskSettings()) {
        self.settings = settings
    }

    public static func registerMigrations(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("desk 1 orders") { try $0.execute(sql: DeskTables.orders) }
        migrator.registerMigration("desk 2 gates") { try $0.execute(sql: GateCalendar.table) }
        migrator.registerMigration("desk 3 returns") { try $0.execute(sql: DeskTables.returned) }
    }

    public func received(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        switch message.type {
        case "demand.fill.reported.v1": try fillReported(message, in: transaction)
        case "gate.status.changed.v1": try gateChanged(message, in: transaction)
        default: break
        }
    }

    public func clockMoved(in transaction: OfficeTransaction) throws {
        try transaction.duty(Wording(vi: "kết thúc đơn hàng hết mùa", en: "expiring orders")) { try expire(in: transaction) }
    }
}
