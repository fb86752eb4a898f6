import GRDB

extension PolicyBank {
    /// Money came back.
    ///
    /// It is counted against the oldest instalments. Where it makes up for what was overdue, the schedule goes on, and nobody has to decide that; where
    /// nothing is owed any more, the loan is settled.
    ///
    /// - Parameters:
    ///   - day: When it was paid; nil: today.
    ///   - voucher: The number of its paper: entered again, it is refused and not counted twice.
    /// - Throws: ``OfficeError``: a day that cannot be, more than is owed, a voucher that was entered already; ``OfficeError/Code/illegalTransition`` where nothing is owed.
    @discardableResult
    public func repay(
        _ loanRef: String,
        _ amount: VND,
        on day: CalendarDay? = nil,
        voucher: String? = nil,
        in transaction: OfficeTransaction
    ) throws -> Loan {
        var loan = try file(loanRef, in: transaction)
        let ledger = Ledger(transaction.database)
        if let voucher { try check(voucher, of: loanRef, in: ledger) }
        let day = day ?? transaction.today
        guard loan.state == .overdue || LoanState.running.contains(loan.state), let fund = loan.fund, let disbursedOn = loan.disbursedOn else {
            // A loan that is being repaid is not here, so that this names the state it is in.
            _ = try loan.state.moving(to: .repaying)
            preconditionFailure("a loan that can be repaid was paid out of a fund")
        }
        guard amount > .zero else { throw OfficeError(.invalid, vi: "số tiền phải lớn hơn không", en: "an amount is more than zero") }
        guard day <= transaction.today, day >= disbursedOn else {
            throw OfficeError(
                .invalid,
                vi: "ngày trả nợ phải từ ngày giải ngân đến hôm nay (\(transaction.today.written))",
                en: "a repayment's day is between the disbursement and today, \(transaction.today)"
            )
        }
        try followCalendar(&loan, to: day, in: transaction)
        guard amount <= (try ledger.outstanding(loanRef)) else {
            throw OfficeError(
                .forbidden,
                vi: "số tiền nhiều hơn dư nợ: xem `loan show`",
                en: "it is more than is owed: `loan show` tells how much that is"
            )
        }
        if loan.state != .overdue, loan.state != .repaying { try step(&loan, to: .repaying, in: transaction) }
        try ledger.post(.repayment(loanRef, ledger.nextNumber(loanRef), amount, to: fund, on: day, voucher: voucher))
        try settle(&loan, in: transaction)
        return loan
    }

    private func check(_ voucher: String, of loanRef: String, in ledger: Ledger) throws {
        guard (1...40).contains(voucher.utf8.count), voucher.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw OfficeError(
                .invalid,
                vi: "số chứng từ có 1 đến 40 ký tự, không có dấu và khoảng trắng",
                en: "a voucher's number has 1 to 40 characters of ASCII and no space"
            )
        }
        guard try !ledger.holds(voucher, of: loanRef) else {
            throw OfficeError(
                .conflict,
                vi: "chứng từ này đã được ghi sổ: xem `ledger list --loan`",
                en: "this voucher was entered already: `ledger list --loan` shows it"
            )
        }
    }

    /// What a repayment leads to.
    private func settle(_ loan: inout Loan, in transaction: OfficeTransaction) throws {
        let standing = try LoanStanding(loan, transaction.database)
        if loan.state == .overdue, standing.arrears(on: transaction.today) == .zero {
            try step(
                &loan,
                to: .rescheduled,
                "Đã trả đủ phần quá hạn, lịch trả nợ giữ nguyên / The arrears were paid; the schedule stays",
                in: transaction
            )
            try step(&loan, to: .repaying, in: transaction)
        }
        if standing.outstanding == .zero { return try step(&loan, to: .settled, in: transaction) }
        try followCalendar(&loan, to: transaction.today, in: transaction)
    }

    /// What the calendar makes of a loan by a day: its repayment has begun, or an instalment is past its day. Facts; nobody's decision.
    func followCalendar(_ loan: inout Loan, to day: CalendarDay, in transaction: OfficeTransaction) throws {
        guard LoanState.running.contains(loan.state) else { return }
        let standing = try LoanStanding(loan, transaction.database)
        if loan.state != .repaying {
            guard let first = standing.schedule.first, first.dueOn <= day else { return }
            try step(&loan, to: .repaying, on: first.dueOn, in: transaction)
        }
        guard standing.arrears(on: day) > .zero, let missed = standing.next else { return }
        let reason = "Kỳ trả nợ đã quá hạn / An instalment is past its day"
        try step(&loan, to: .overdue, reason, on: missed.dueOn.adding(days: 1), in: transaction)
    }

    /// Marks what has fallen due.
    func markDue(in transaction: OfficeTransaction) throws {
        let sql = """
            SELECT * FROM loan WHERE state IN ('disbursed', 'rescheduled', 'repaying') AND EXISTS (
              SELECT 1 FROM instalment WHERE instalment.loan_ref = loan.loan_ref AND instalment.plan = loan.plan AND due_on <= ?)
            ORDER BY loan_ref
            """
        for row in try Row.fetchAll(transaction.database, sql: sql, arguments: [transaction.today.description]) {
            var loan = Loan(row)
            try followCalendar(&loan, to: transaction.today, in: transaction)
        }
    }
}
