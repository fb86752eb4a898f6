public import GRDB

/// How a line of the plan's money stands.
public struct FundStanding: Sendable {
    /// What one fund of the line has lent.
    public struct Part: Sendable {
        public let fund: LoanFund
        public let loans: Int
        /// Of these, so many that are not repaid in full.
        public let owing: Int
        /// Of these, so many of which something was repaid.
        public let paying: Int
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
                    let loans = try loans(database, fund)
                    return Part(
                        fund: fund,
                        loans: loans.all,
                        owing: loans.owing,
                        paying: loans.paying,
                        lent: VND(try ledger.balance(.lent(fund))) + repaid,
                        repaid: repaid
                    )
                }
            )
        }
    }

    private static func loans(_ database: Database, _ fund: LoanFund) throws -> (all: Int, owing: Int, paying: Int) {
        let sql = """
            SELECT count(*), coalesce(sum(owed > 0), 0), coalesce(sum(repaid > 0), 0) FROM (
              SELECT sum(amount) FILTER (WHERE account = :lent) AS owed, sum(amount) FILTER (WHERE account = :repaid) AS repaid
              FROM entry JOIN posting ON posting.entry = entry.id WHERE account IN (:lent, :repaid) GROUP BY loan_ref)
            """
        let accounts = [LedgerAccount.lent(fund).description, LedgerAccount.repaid(fund).description]
        guard let row = try Row.fetchOne(database, sql: sql, arguments: ["lent": accounts[0], "repaid": accounts[1]]) else { return (0, 0, 0) }
        return (row[0], row[1], row[2])
    }
}
