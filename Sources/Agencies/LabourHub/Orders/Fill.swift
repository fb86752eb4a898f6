public import GRDB

/// How far an order is filled: what the desk is told, as counts.
public struct Fill: Hashable, Sendable {
    /// Workers who were offered a contract and did not decline.
    public let offered: Int
    /// Of those, who accepted.
    public let accepted: Int
    /// Of those, who went.
    public let departed: Int
    /// Of those, who are back.
    public let returned: Int

    init(offered: Int, accepted: Int, departed: Int, returned: Int) {
        self.offered = offered
        self.accepted = accepted
        self.departed = departed
        self.returned = returned
    }

    public init(order: String, _ database: Database) throws {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT count(*), count(*) FILTER (WHERE c.state IN ('accepted', 'ended')), count(j.exited_at), count(j.returned_at)
                FROM contract c LEFT JOIN journey j USING (contract_ref) WHERE c.order_id = ? AND c.state <> 'declined'
                """,
            arguments: [order]
        )
        offered = row?[0] ?? 0
        accepted = row?[1] ?? 0
        departed = row?[2] ?? 0
        returned = row?[3] ?? 0
    }

    /// Tells the desk of every order whose counts are others than it was told.
    static func report(in transaction: OfficeTransaction) throws {
        let database = transaction.database
        let orders = try Row.fetchAll(
            database,
            sql: "SELECT order_id, told_offered, told_accepted, told_departed, told_returned FROM hub_order ORDER BY order_id"
        )
        for row in orders {
            let order: String = row[0]
            let before = ToldFill(offered: row[1], accepted: row[2], departed: row[3], returned: row[4])
            let now = try ToldFill(Fill(order: order, database))
            guard now != before else { continue }
            try transaction.send("demand.fill.reported.v1", now.message(order))
            try database.execute(
                sql: "UPDATE hub_order SET told_offered = ?, told_accepted = ?, told_departed = ?, told_returned = ? WHERE order_id = ?",
                arguments: [now.offered, now.accepted, now.departed, now.returned, order]
            )
        }
    }
}
