public import GRDB

/// A step that a loan has taken.
public struct LoanStep: Sendable {
    /// Since when it stands there.
    public let day: String
    public let from: LoanState
    public let to: LoanState
    /// Empty where none was given.
    public let reason: String

    public static func all(of loanRef: String, _ database: Database) throws -> [LoanStep] {
        try Row.fetchAll(database, sql: "SELECT * FROM loan_step WHERE loan_ref = ? ORDER BY number", arguments: [loanRef]).map {
            LoanStep(day: $0["day"], from: $0["from_state"], to: $0["to_state"], reason: $0["reason"])
        }
    }
}
