import Contracts
public import GRDB
import SwiftProtobuf

/// How far an order is filled: what the desk is told, as counts.
public struct Fill: Hashable, Sendable {
    /// Workers who were offered a contract and did not decline.
    public let offered: Int
    /// Of those, who accepted.
    public let accepted: Int
    /// Of those, who went.
    public let departed: Int
    /// Of those, who are back. The desk is not told: its contract has no such count.
    public let returned: Int

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
        let told = try Row.fetchAll(database, sql: "SELECT order_id, told_offered, told_accepted, told_departed FROM hub_order ORDER BY order_id")
        for row in told {
            let (order, before): (String, [Int]) = (row[0], [row[1], row[2], row[3]])
            let fill = try Fill(order: order, database)
            let now = [fill.offered, fill.accepted, fill.departed].map(SmallCount.suppressed)
            guard now != before else { continue }
            try transaction.send(
                "demand.fill.reported.v1",
                Langson_Demand_V1_FillReported.with {
                    $0.orderID = order
                    $0.offered = UInt32(now[0])
                    $0.accepted = UInt32(now[1])
                    $0.departed = UInt32(now[2])
                }
            )
            try database.execute(
                sql: "UPDATE hub_order SET told_offered = ?, told_accepted = ?, told_departed = ? WHERE order_id = ?",
                arguments: [now[0], now[1], now[2], order]
            )
        }
    }
}
