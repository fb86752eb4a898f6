public import GRDB

/// What was paid out of a fund in some months.
public struct FundLending: Hashable, Sendable {
    public let fund: LoanFund
    public let loans: Int
    public let total: VND

    /// All four funds.
    public static func all(from first: LendingMonth, through last: LendingMonth, _ database: Database) throws -> [FundLending] {
        try LoanFund.allCases.map { fund in
            let sql = """
                SELECT count(*), coalesce(sum(amount), 0) FROM entry JOIN posting ON posting.entry = entry.id
                WHERE kind = 'disbursement' AND day BETWEEN ? AND ? AND account = ?
                """
            let row = try Row.fetchOne(
                database,
                sql: sql,
                arguments: [first.firstDay.description, last.lastDay.description, LedgerAccount.lent(fund).description]
            )
            return FundLending(fund: fund, loans: row?[0] ?? 0, total: VND((row?[1] as Int64?) ?? 0))
        }
    }

    /// When lending began; nil: nothing was lent yet.
    static func firstMonth(_ database: Database) throws -> LendingMonth? {
        try String.fetchOne(database, sql: "SELECT min(day) FROM entry WHERE kind = 'disbursement'").flatMap { CalendarDay($0) }.map {
            LendingMonth($0)
        }
    }
}
