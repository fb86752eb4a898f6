public import GRDB

/// What a loan owes, and when: from the ledger and the schedule in force.
public struct LoanStanding: Sendable {
    public let outstanding: VND
    public let repaid: VND
    public let schedule: [Instalment]
    /// What was repaid under the schedule in force.
    private let paid: VND

    public init(_ loan: Loan, _ database: Database) throws {
        outstanding = try Ledger(database).outstanding(loan.loanRef)
        repaid = loan.disbursedOn == nil ? .zero : (loan.approved ?? .zero) - outstanding
        schedule = try Instalment.all(of: loan, database)
        paid = repaid - loan.planBase
    }

    /// The loans that are overdue on a day, also those that no clock has marked yet.
    public static func overdue(on day: CalendarDay, _ database: Database) throws -> [Loan] {
        let sql = "SELECT * FROM loan WHERE state IN ('disbursed', 'rescheduled', 'repaying', 'overdue') ORDER BY loan_ref"
        return try Row.fetchAll(database, sql: sql).map(Loan.init).filter { loan in
            try loan.state == .overdue || LoanStanding(loan, database).arrears(on: day) > .zero
        }
    }

    /// What should have been paid before a day and was not.
    public func arrears(on day: CalendarDay) -> VND { schedule.arrears(on: day, paid: paid) }

    /// The first instalment that is not paid in full; nil where all are.
    public var next: Instalment? {
        var sum = VND.zero
        for instalment in schedule {
            sum = sum + instalment.amount
            if sum > paid { return instalment }
        }
        return nil
    }
}
