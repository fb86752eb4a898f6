public import GRDB

/// One version of an order, as its readers were told of it.
public struct OrderVersion: Sendable {
    public let version: Int
    public let at: UTCTime
    /// Where the order stood from then on.
    public let state: OrderState
    public let reason: String

    private init(_ row: Row) throws {
        version = row[0]
        at = UTCTime(microseconds: row[1])
        state = try OrderState(stored: row[2])
        reason = row[3]
    }

    /// Oldest first.
    public static func all(of order: DemandOrder, _ database: Database) throws -> [OrderVersion] {
        let sql = "SELECT version, at, state, reason FROM order_version WHERE order_id = ? ORDER BY version"
        return try Row.fetchAll(database, sql: sql, arguments: [order.id]).map(OrderVersion.init)
    }

    static func insert(_ order: DemandOrder, reason: String, in transaction: OfficeTransaction) throws {
        try transaction.database.execute(
            sql: "INSERT INTO order_version VALUES (?, ?, ?, ?, ?)",
            arguments: [order.id, order.version, transaction.now.microseconds, order.state.rawValue, reason]
        )
    }
}
