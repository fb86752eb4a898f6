public import GRDB

/// A posting with what it belongs to, as a person reads a ledger.
public struct LedgerLine: Sendable {
    public let entry: String
    public let day: String
    public let kind: String
    public let loanRef: String?
    public let voucher: String?
    public let account: String
    public let amount: VND
    public let overrideReason: String?
    public let overrideOfficer: String?

    private init(_ row: Row) {
        entry = row["id"]
        day = row["day"]
        kind = row["kind"]
        loanRef = row["loan_ref"]
        voucher = row["voucher"]
        account = row["account"]
        amount = VND(row["amount"])
        overrideReason = row["override_reason"]
        overrideOfficer = row["override_officer"]
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
