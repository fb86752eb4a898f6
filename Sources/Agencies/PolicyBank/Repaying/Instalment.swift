public import GRDB

/// What is due of a loan on a day.
public struct Instalment: Hashable, Sendable {
    public let number: Int
    /// A working day; it is overdue on the day after.
    public let dueOn: CalendarDay
    public let amount: VND

    init(number: Int, dueOn: CalendarDay, amount: VND) {
        self.number = number
        self.dueOn = dueOn
        self.amount = amount
    }

    private init?(_ row: Row) {
        guard let day = CalendarDay(row["due_on"] as String) else { return nil }
        self.init(number: row["number"], dueOn: day, amount: VND(row["amount"]))
    }

    /// The schedule in force, by day.
    public static func all(of loan: Loan, _ database: Database) throws -> [Instalment] {
        try Row.fetchAll(
            database,
            sql: "SELECT number, due_on, amount FROM instalment WHERE loan_ref = ? AND plan = ? ORDER BY number",
            arguments: [loan.loanRef, loan.plan]
        ).compactMap(Instalment.init)
    }

    /// When the first instalment after the disbursement was due.
    static func first(of loan: Loan, _ database: Database) throws -> CalendarDay? {
        try String.fetchOne(database, sql: "SELECT due_on FROM instalment WHERE loan_ref = ? AND plan = 1 AND number = 1", arguments: [loan.loanRef])
            .flatMap { CalendarDay($0) }
    }

    static func insert(_ schedule: [Instalment], of loan: Loan, _ database: Database) throws {
        for instalment in schedule {
            try database.execute(
                sql: "INSERT INTO instalment VALUES (?, ?, ?, ?, ?)",
                arguments: [loan.loanRef, loan.plan, instalment.number, instalment.dueOn.description, instalment.amount.dong]
            )
        }
    }
}

extension [Instalment] {
    /// All that is due.
    var total: VND { reduce(.zero) { $0 + $1.amount } }

    /// What should have been paid before a day and was not.
    ///
    /// - Parameter paid: Under this schedule; below zero where something that it counted as paid was reversed: that is due with the first instalment.
    func arrears(on day: CalendarDay, paid: VND) -> VND {
        let due = filter { $0.dueOn < day }
        return due.isEmpty ? .zero : Swift.max(.zero, due.total - paid)
    }
}
