import Contracts
import GRDB

extension PolicyBank {
    private static let categories: [Langson_Loan_V1_ProblemCategory: String] = [
        .delay: "delay", .papers: "papers", .amount: "amount", .deposit: "deposit", .repayment: "repayment",
    ]

    /// Trouble with a loan was told; told again after it was settled, it waits once more.
    func raise(_ message: Langson_Loan_V1_ProblemRaised, in transaction: OfficeTransaction) throws {
        try checkRemembered(file(message.loanRef, in: transaction))
        try transaction.database.execute(
            sql: """
                INSERT INTO trouble (loan_ref, category, text) VALUES (?, ?, ?)
                ON CONFLICT (loan_ref, category, text) DO UPDATE SET settled_on = NULL, answer = NULL
                """,
            arguments: [message.loanRef, Self.categories[message.category] ?? "other", message.text]
        )
    }

    /// What was told about a loan is settled.
    ///
    /// - Parameter category: Only what was told under this one; nil: all of it.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/unknown``: nothing waits.
    public func settleTroubles(_ loanRef: String, category: String? = nil, answer: LoanText, in transaction: OfficeTransaction) throws {
        try transaction.database.execute(
            sql: """
                UPDATE trouble SET settled_on = :day, answer = :answer
                WHERE loan_ref = :loan AND settled_on IS NULL AND (:category IS NULL OR category = :category)
                """,
            arguments: ["day": transaction.today.description, "answer": answer.description, "loan": loanRef, "category": category]
        )
        guard transaction.database.changesCount > 0 else {
            throw OfficeError(
                .unknown,
                vi: "hồ sơ này không có vướng mắc nào đang chờ",
                en: "no trouble with this loan waits: `trouble list` shows those that do"
            )
        }
    }
}
