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

    static func insert(_ schedule: [Instalment], of loan: Loan, _ database: Database) throws {
        for instalment in schedule {
            try database.execute(
                sql: "INSERT INTO instalment VALUES (?, ?, ?, ?, ?)",
                arguments: [loan.loanRef, loan.plan, instalment.number, instalment.dueOn.description, instalment.amount.dong]
            )
        }
    }
}
