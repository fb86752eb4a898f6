import GRDB

extension PolicyBank {
    /// Brings a loan to where its entries and the days say that it stands: facts, and nobody's decision.
    ///
    /// Mostly that is further on, and each step is told. What was entered late, or reversed, changes steps that were taken: then the file has those that
    /// are right, as if it had been known in time. What the employment service centre was told cannot be unsaid: it is told the way from there to here.
    /// Nothing before the schedule in force is changed: a person decided on it.
    func follow(_ loan: inout Loan, in transaction: OfficeTransaction) throws {
        guard LoanState.ofCourse.contains(loan.state) else { return }
        let database = transaction.database
        let known = try LoanStep.all(of: loan.loanRef, database).dropFirst(loan.planStep)
        let steps = try RepaymentCourse(loan, through: transaction.today, database).steps
        let kept = zip(known, steps).prefix { $0.day == $1.day.description && $0.to == $1.state && $0.reason == $1.reason }.count
        guard kept < known.count else {
            for step in steps.dropFirst(kept) { try self.step(&loan, to: step.state, step.reason, on: step.day, in: transaction) }
            return
        }
        let told = loan.state
        let first = loan.planStep + kept
        loan.state = known[known.startIndex + kept].from
        loan.steps = first
        loan.endedOn = nil
        try database.execute(sql: "DELETE FROM loan_step WHERE loan_ref = ? AND number > ?", arguments: [loan.loanRef, first])
        try loan.save(database)
        for step in steps.dropFirst(kept) { try record(&loan, to: step.state, step.reason, on: step.day, in: transaction) }
        var last = told
        for next in told.way(to: loan.state) {
            try tell(loan, from: last, to: next, "Theo ngày trả nợ thực tế trong sổ kế toán / By the days of payment in the ledger", in: transaction)
            last = next
        }
    }

    /// Follows the calendar with the loans of which something has fallen due.
    func markDue(in transaction: OfficeTransaction) throws {
        let sql = """
            SELECT * FROM loan WHERE state IN ('disbursed', 'rescheduled', 'repaying') AND EXISTS (
              SELECT 1 FROM instalment WHERE instalment.loan_ref = loan.loan_ref AND instalment.plan = loan.plan AND due_on <= ?)
            ORDER BY loan_ref
            """
        func due() throws -> [Loan] {
            try Row.fetchAll(transaction.database, sql: sql, arguments: [transaction.today.description]).map(Loan.init)
        }
        try transaction.duty(Wording(vi: "đánh dấu nợ đến hạn", en: "marking what is due"), each: due) {
            var loan = $0
            try follow(&loan, in: transaction)
        }
    }
}
