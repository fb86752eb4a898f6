public import GRDB

/// What a worker's office told the bank about trouble with a loan; the bank settles it in time [S 472-474].
public struct LoanTrouble: Sendable {
    public let loanRef: String
    /// delay, papers, amount, deposit, repayment or other.
    public let category: String
    /// In the worker's or the office's words: for the clerk's eyes.
    public let text: String
    /// Nil: it waits for an answer.
    public let settledOn: String?
    public let answer: String?

    private init(_ row: Row) {
        loanRef = row["loan_ref"]
        category = row["category"]
        text = row["text"]
        settledOn = row["settled_on"]
        answer = row["answer"]
    }

    /// Those that wait first.
    ///
    /// - Parameter loanRef: Only this loan's.
    public static func all(_ database: Database, loanRef: String? = nil, isSettled: Bool? = nil) throws -> [LoanTrouble] {
        let sql = """
            SELECT * FROM trouble WHERE (:loan IS NULL OR loan_ref = :loan) AND (:settled IS NULL OR (settled_on IS NOT NULL) = :settled)
            ORDER BY settled_on IS NOT NULL, loan_ref, category, text
            """
        return try Row.fetchAll(database, sql: sql, arguments: ["loan": loanRef, "settled": isSettled]).map(LoanTrouble.init)
    }
}
