import Contracts
public import GRDB

/// What the bank knows of a worker's contract abroad: that it exists, its days and its wage. Neither the order nor the employer.
public struct WorkContract: Sendable {
    public let contractRef: String
    public let workerRef: String
    public let start: CalendarDay
    public let end: CalendarDay
    /// In the currency's minor unit.
    public let wageMinor: Int64
    public let wageCurrency: String
    public let wagePeriod: String

    init(_ message: Langson_Contract_V1_Registered) throws(OfficeError) {
        guard let start = CalendarDay(message.start), let end = CalendarDay(message.end) else {
            throw OfficeError(.invalid, vi: "hợp đồng thiếu ngày bắt đầu hoặc kết thúc", en: "the contract has no first or no last day")
        }
        contractRef = message.contractRef
        workerRef = message.workerRef
        self.start = start
        self.end = end
        wageMinor = message.wage.amountMinor
        wageCurrency = message.wage.currency
        wagePeriod = Self.periods[message.wage.period] ?? "other"
    }

    private init?(_ row: Row) {
        guard let start = CalendarDay(row["start_on"] as String), let end = CalendarDay(row["end_on"] as String) else { return nil }
        contractRef = row["contract_ref"]
        workerRef = row["worker_ref"]
        self.start = start
        self.end = end
        wageMinor = row["wage_minor"]
        wageCurrency = row["wage_currency"]
        wagePeriod = row["wage_period"]
    }

    private static let periods: [Langson_Common_V1_PayPeriod: String] = [
        .hour: "hour", .day: "day", .week: "week", .month: "month", .season: "season", .tonne: "tonne",
    ]

    /// A worker's, by their first day.
    public static func all(of workerRef: String, _ database: Database) throws -> [WorkContract] {
        try Row.fetchAll(database, sql: "SELECT * FROM work_contract WHERE worker_ref = ? ORDER BY start_on, contract_ref", arguments: [workerRef])
            .compactMap(WorkContract.init)
    }

    /// Notes it; registered anew, it is what was registered last.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/conflict`` where it was another worker's.
    func save(_ database: Database) throws {
        let owner = try String.fetchOne(database, sql: "SELECT worker_ref FROM work_contract WHERE contract_ref = ?", arguments: [contractRef])
        guard owner == nil || owner == workerRef else {
            throw OfficeError(
                .conflict,
                vi: "hợp đồng này đã đăng ký cho người lao động khác: hãy hỏi đầu mối lao động",
                en: "this contract was registered for another worker: ask the labour hub"
            )
        }
        try database.execute(
            sql: "INSERT OR REPLACE INTO work_contract VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [contractRef, workerRef, start.description, end.description, wageMinor, wageCurrency, wagePeriod]
        )
    }
}
