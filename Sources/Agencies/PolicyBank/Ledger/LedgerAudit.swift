public import GRDB

/// Proves a ledger from its postings alone, trusting neither the triggers that guard it nor the figures that files hold.
public struct LedgerAudit: Sendable {
    public let entries: Int
    /// What does not hold; none: it all does.
    public let faults: [Wording]

    public init(_ database: Database) throws {
        entries = try Int.fetchOne(database, sql: "SELECT count(*) FROM entry") ?? 0
        faults = try Self.checks.flatMap { check in
            try String.fetchAll(database, sql: check.sql).map { Wording(vi: "\($0): \(check.fault.vi)", en: "\($0): \(check.fault.en)") }
        }
    }

    /// Each finds the names of what breaks a rule.
    private static let checks: [(fault: Wording, sql: String)] = [
        (
            Wording(vi: "bút toán không cân", en: "the entry does not balance"),
            "SELECT id FROM entry WHERE (SELECT coalesce(sum(amount), 1) FROM posting WHERE entry = id) <> 0 ORDER BY id"
        ),
        (
            Wording(vi: "định khoản không thuộc bút toán nào", en: "postings without an entry"),
            "SELECT DISTINCT entry FROM posting WHERE entry NOT IN (SELECT id FROM entry) ORDER BY entry"
        ),
        (
            Wording(vi: "tài khoản không có trong hệ thống", en: "there is no such account"),
            """
            SELECT DISTINCT account FROM posting WHERE account NOT IN (\(LedgerAccount.all.map { "'\($0)'" }.joined(separator: ", "))) ORDER BY account
            """
        ),
        (
            Wording(vi: "số vốn được giao khác với kế hoạch", en: "what was appropriated is not what the plan says"),
            FundLine.allCases.map {
                """
                SELECT '\(LedgerAccount.appropriated($0))' WHERE
                (SELECT coalesce(sum(amount), 0) FROM posting WHERE account = '\(LedgerAccount.appropriated($0))') <> -\($0.plan.amountVND)
                """
            }.joined(separator: " UNION ALL ")
        ),
        (
            Wording(vi: "nguồn vốn chi vượt mà không có quyết định", en: "overspent, and no officer has answered for it"),
            """
            SELECT account FROM posting GROUP BY account HAVING account LIKE 'available/%' AND sum(amount) < 0 AND NOT EXISTS (
              SELECT 1 FROM entry JOIN posting AS mine ON mine.entry = entry.id WHERE mine.account = posting.account AND kind = 'disbursement' AND reason IS NOT NULL)
            """
        ),
        (
            Wording(vi: "đã thu nhiều hơn đã cho vay", en: "more was repaid than was lent"),
            """
            SELECT loan_ref FROM entry JOIN posting ON posting.entry = entry.id WHERE account LIKE 'lent/%' GROUP BY loan_ref HAVING sum(amount) < 0
            """
        ),
        (
            Wording(vi: "bút toán đảo không khớp với bút toán gốc", en: "the reversal is not the opposite of what it reverses"),
            """
            SELECT id FROM entry WHERE kind = 'reversal' AND (
              (SELECT kind FROM entry AS first WHERE first.id = entry.reverses AND first.loan_ref = entry.loan_ref) IS NOT 'repayment'
              OR EXISTS (SELECT account, -amount FROM posting WHERE entry = reverses EXCEPT SELECT account, amount FROM posting WHERE entry = id))
            ORDER BY id
            """
        ),
        (
            Wording(vi: "trạng thái hồ sơ không khớp với sổ kế toán", en: "the loan's state is not what the ledger says"),
            """
            SELECT loan.loan_ref FROM loan LEFT JOIN (
              SELECT loan_ref, sum(amount) AS outstanding, sum(amount) FILTER (WHERE kind = 'disbursement') AS lent FROM entry JOIN posting ON posting.entry = entry.id
              WHERE account LIKE 'lent/%' GROUP BY loan_ref) AS money ON money.loan_ref = loan.loan_ref
            WHERE CASE
              WHEN state = 'settled' THEN money.lent IS NOT approved OR outstanding IS NOT 0
              WHEN state IN ('disbursed', 'repaying', 'overdue', 'rescheduled', 'handled') THEN money.lent IS NOT approved OR outstanding < 1
              ELSE money.lent IS NOT NULL END
            ORDER BY loan.loan_ref
            """
        ),
    ]
}
