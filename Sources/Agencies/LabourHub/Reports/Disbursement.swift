import Contracts
public import GRDB

/// What the bank lent out of a fund in a month.
public struct Disbursement: Hashable, Sendable {
    public let period: String
    /// `central`, `national_employment`, `province` or `district`.
    public let fund: String
    /// 0 stands for up to four.
    public let loans: Int
    public let total: VND

    init(_ message: Langson_Loan_V1_DisbursedReported) {
        period = message.period
        fund =
            switch message.fund {
            case .central: "central"
            case .nationalEmployment: "national_employment"
            case .province: "province"
            case .district: "district"
            case .unspecified, .UNRECOGNIZED: "other"
            }
        loans = Int(message.loans)
        total = VND(message.totalVnd)
    }

    private init(_ row: Row) {
        period = row[0]
        fund = row[1]
        loans = row[2]
        total = VND(row[3] as Int64)
    }

    func upsert(_ database: Database) throws {
        try database.execute(sql: "INSERT OR REPLACE INTO disbursement VALUES (?, ?, ?, ?)", arguments: [period, fund, loans, total.dong])
    }

    /// By fund, then month.
    public static func all(_ period: ReportPeriod, _ database: Database) throws -> [Disbursement] {
        try Row.fetchAll(
            database,
            sql: "SELECT period, fund, loans, total_vnd FROM disbursement WHERE period BETWEEN ? AND ? ORDER BY fund, period",
            arguments: [period.firstMonth, period.lastMonth]
        ).map(Disbursement.init)
    }
}
