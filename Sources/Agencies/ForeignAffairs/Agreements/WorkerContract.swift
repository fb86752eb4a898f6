import Contracts
public import GRDB

/// A registered contract: under which order a worker is abroad, and until when. Shown only with a case that names the worker.
public struct WorkerContract: Hashable, Sendable {
    public let ref: String
    public let workerRef: String
    public let orderID: String
    public let firstDay: CalendarDay
    public let lastDay: CalendarDay

    private init(_ row: Row) throws {
        ref = row[0]
        workerRef = row[1]
        orderID = row[2]
        firstDay = try CalendarDay(stored: row[3])
        lastDay = try CalendarDay(stored: row[4])
    }

    /// The contracts of a case's worker, the latest first; none where the case names nobody.
    public static func all(for protected: ProtectionCase, _ database: Database) throws -> [WorkerContract] {
        guard let workerRef = protected.workerRef else { return [] }
        return try Row.fetchAll(
            database,
            sql: """
                SELECT contract_ref, worker_ref, order_id, first_day, last_day FROM worker_contract WHERE worker_ref = ?
                ORDER BY last_day DESC, contract_ref
                """,
            arguments: [workerRef]
        ).map(WorkerContract.init)
    }

    static func save(_ registered: Langson_Contract_V1_Registered, _ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO worker_contract (contract_ref, worker_ref, order_id, first_day, last_day) VALUES (?, ?, ?, ?, ?)",
            arguments: [registered.contractRef, registered.workerRef, registered.orderID, registered.start, registered.end]
        )
    }
}
