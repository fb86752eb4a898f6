public import GRDB

/// A posting with what it belongs to, as a person reads a ledger.
public struct LedgerLine: Sendable {
    public let entry: String
    /// When the money moved.
    public let day: String
    /// When it was entered.
    public let enteredOn: String
    public let kind: String
    public let loanRef: String?
    public let voucher: String?
    public let account: String
    public let amount: VND
    /// The entry that it takes back.
    public let reverses: String?
    /// Who answers for it, and why, where a line was overspent or an entry taken back.
    public let reason: String?
    public let officer: String?

    private init(_ row: Row) {
        entry = row["id"]
        day = row["day"]
        enteredOn = row["entered_on"]
        kind = row["kind"]
        loanRef = row["loan_ref"]
        voucher = row["voucher"]
        account = row["account"]
        amount = VND(row["amount"])
        reverses = row["reverses"]
        reason = row["reason"]
        officer = row["officer"]
    }

    /// By day, then by name.
    ///
    /// - Parameters:
    ///   - loanRef: Only this loan's.
    ///   - account: Only what touches this account.
    public static func all(_ database: Database, loanRef: String? = nil, account: LedgerAccount? = nil) throws -> [LedgerLine] {
        let sql = """
            SELECT * FROM entry JOIN posting ON posting.entry = entry.id
            WHERE (:loan IS NULL OR loan_ref = :loan)
              AND (:account IS NULL OR EXISTS (SELECT 1 FROM posting AS other WHERE other.entry = entry.id AND other.account = :account))
            ORDER BY day, id, amount DESC
            """
        return try Row.fetchAll(database, sql: sql, arguments: ["loan": loanRef, "account": account?.description]).map(LedgerLine.init)
    }
}
