public import GRDB

/// A worker's contract for an order's season.
public struct ContractRecord: Hashable, Sendable {
    public let ref: String
    public let workerRef: String
    public let orderID: String
    /// `YYYY-MM-DD`, as all days in a store.
    public let start: String
    public let end: String
    public let state: ContractState

    init(ref: String, workerRef: String, orderID: String, start: String, end: String, state: ContractState) {
        self.ref = ref
        self.workerRef = workerRef
        self.orderID = orderID
        self.start = start
        self.end = end
        self.state = state
    }

    private init(_ row: Row) throws {
        self.init(
            ref: row[0],
            workerRef: row[1],
            orderID: row[2],
            start: row[3],
            end: row[4],
            state: try ContractState(stored: row[5])
        )
    }

    private static let columns = "contract_ref, worker_ref, order_id, start_on, end_on, state"

    func insert(_ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO contract (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [ref, workerRef, orderID, start, end, state.rawValue]
        )
    }

    func move(to next: ContractState, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE contract SET state = ? WHERE contract_ref = ?",
            arguments: [try state.moving(to: next).rawValue, ref]
        )
    }

    public static func find(_ ref: String, _ database: Database) throws -> ContractRecord {
        guard let row = try Row.fetchOne(database, sql: "SELECT \(columns) FROM contract WHERE contract_ref = ?", arguments: [ref]) else {
            throw OfficeError(
                .unknown,
                vi: "không có hợp đồng đó: xem `cuakhau labour contract list`",
                en: "there is no such contract: `cuakhau labour contract list` shows them"
            )
        }
        return try ContractRecord(row)
    }

    static func optional(worker: String, order: String, _ database: Database) throws -> ContractRecord? {
        try Row.fetchOne(
            database,
            sql: "SELECT \(columns) FROM contract WHERE worker_ref = ? AND order_id = ?",
            arguments: [worker, order]
        ).map(ContractRecord.init)
    }

    /// Those that were accepted and whose last day is past, by name.
    static func over(on day: CalendarDay, _ database: Database) throws -> [ContractRecord] {
        try Row.fetchAll(
            database,
            sql: "SELECT \(columns) FROM contract WHERE state = 'accepted' AND end_on < ? ORDER BY contract_ref",
            arguments: [day.description]
        ).map(ContractRecord.init)
    }

    /// By name.
    public static func all(_ database: Database, order: String? = nil, state: ContractState? = nil) throws -> [ContractRecord] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT \(columns) FROM contract WHERE (?1 IS NULL OR order_id = ?1) AND (?2 IS NULL OR state = ?2) ORDER BY contract_ref
                """,
            arguments: [order, state?.rawValue]
        ).map(ContractRecord.init)
    }
}
