public import GRDB

/// How a line of the plan's money stands.
public struct FundStanding: Sendable {
    /// What one fund of the line has lent.
    public struct Part: Sendable {
        public let fund: LoanFund
        public let loans: Int
        public let lent: VND
        public let repaid: VND

        public var outstanding: VND { lent - repaid }
    }

    public let line: FundLine
    public let appropriated: VND
    /// Below zero where an officer let it be overspent.
    public let available: VND
    public let parts: [Part]

    public static func all(_ database: Database) throws -> [FundStanding] {
        let ledger = Ledger(database)
        return try FundLine.allCases.map { line in
            FundStanding(
                line: line,
                appropriated: .zero - VND(try ledger.balance(.appropriated(line))),
                available: VND(try ledger.balance(.available(line))),
                parts: try line.funds.map { fund in
                    let repaid = VND(try ledger.balance(.repaid(fund)))
                    return Part(
                        fund: fund,
                        loans: try loans(database, fund),
                        lent: VND(try ledger.balance(.lent(fund))) + repaid,
                        repaid: repaid
                    )
                }
            )
        }
    }

    private static func loans(_ database: Database, _ fund: LoanFund) throws -> Int {
        let sql = "SELECT count(*) FROM posting WHERE account = ? AND amount > 0"
        return try Int.fetchOne(database, sql: sql, arguments: [LedgerAccount.lent(fund).description]) ?? 0
    }
}
