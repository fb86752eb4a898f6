public import GRDB

/// An entry of a loan, as a person refers to it: by its number.
public struct BookedEntry: Hashable, Sendable {
    public enum Kind: String, Sendable, DatabaseValueConvertible {
        case disbursement, repayment, reversal
    }

    /// Of the loan's entries, from 1.
    public let number: Int
    let id: String
    public let kind: Kind
    /// When the money moved.
    public let day: CalendarDay
    /// When it was entered.
    public let enteredOn: CalendarDay
    public let amount: VND
    public let voucher: String?
    /// The number of the entry that it takes back.
    public let reverses: Int?
    /// Whether another one takes it back.
    public let isReversed: Bool
    /// Of a reversal: who answers for it, and why.
    public let reason: String?
    public let officer: String?

    private init?(_ row: Row) {
        guard let day = CalendarDay(row["day"] as String), let enteredOn = CalendarDay(row["entered_on"] as String) else { return nil }
        number = row["number"]
        id = row["id"]
        kind = row["kind"]
        self.day = day
        self.enteredOn = enteredOn
        amount = VND(row["amount"])
        voucher = row["voucher"]
        reverses = row["reverses_number"]
        isReversed = row["is_reversed"]
        reason = row["reason"]
        officer = row["officer"]
    }

    /// In the order in which they were entered.
    public static func all(of loanRef: String, _ database: Database) throws -> [BookedEntry] {
        let sql = """
            SELECT *, CAST(substr(id, length(loan_ref) + 2) AS INTEGER) AS number, CAST(substr(reverses, length(loan_ref) + 2) AS INTEGER) AS reverses_number,
              (SELECT max(amount) FROM posting WHERE entry = id) AS amount,
              EXISTS (SELECT 1 FROM entry AS later WHERE later.reverses = entry.id) AS is_reversed
            FROM entry WHERE loan_ref = ? ORDER BY number
            """
        return try Row.fetchAll(database, sql: sql, arguments: [loanRef]).compactMap(BookedEntry.init)
    }
}
