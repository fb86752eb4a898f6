extension PolicyBank {
    /// The loan contract is concluded.
    ///
    /// - Parameter terms: Nil: the office's usual ones.
    @discardableResult
    public func conclude(_ loanRef: String, terms: RepaymentTerms? = nil, in transaction: OfficeTransaction) throws -> Loan {
        var loan = try file(loanRef, in: transaction)
        loan.terms = terms ?? settings.terms
        try step(&loan, to: .contracted, in: transaction)
        return loan
    }

    /// The money is paid, all of what was approved, and the schedule begins. Said again by the same voucher, it is answered with what was entered.
    ///
    /// - Parameters:
    ///   - fund: One of the loan's programme.
    ///   - firstDue: The first instalment's day; nil: as many months from now as lie between instalments.
    ///   - override: An officer's word that the fund may be overspent.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/overspent``, ``OfficeError/Code/forbidden`` (another programme's fund; no work contract is
    ///   known), ``OfficeError/Code/invalid`` (a day in the past), ``OfficeError/Code/conflict`` (the voucher stands for something else) or
    ///   ``OfficeError/Code/illegalTransition``.
    @discardableResult
    public func disburse(
        _ loanRef: String,
        from fund: LoanFund,
        firstDue: CalendarDay? = nil,
        voucher: Voucher,
        override: OfficerWord? = nil,
        in transaction: OfficeTransaction
    ) throws -> Booking {
        var loan = try file(loanRef, in: transaction)
        let repeated = try booked(voucher, of: loan, in: transaction) { entry in
            guard entry.kind == .disbursement, loan.fund == fund else { return false }
            return try firstDue.map { settings.calendar.workingDay(from: $0) == (try Instalment.first(of: loan, transaction.database)) } ?? true
        }
        if let repeated { return repeated }
        guard let amount = loan.approved, let terms = loan.terms, loan.state == .contracted else {
            // Says which state it is in, and what follows that.
            _ = try loan.state.moving(to: .disbursed)
            preconditionFailure("a contracted loan has an amount and terms")
        }
        guard fund.programme == loan.programme else {
            let names = loan.programme.funds.map(\.rawValue).joined(separator: ", ")
            throw OfficeError(
                .forbidden,
                vi: "kế hoạch không dành nguồn vốn này cho chương trình của hồ sơ: hãy chọn \(names)",
                en: "the plan does not give this fund to the loan's programme: choose \(names)"
            )
        }
        try checkWorkContract(loan, in: transaction)
        loan.fund = fund
        loan.disbursedOn = transaction.today
        try step(&loan, to: .disbursed, in: transaction)
        let number = try Ledger(transaction.database).nextNumber(loanRef)
        let entry = LedgerEntry.disbursement(loanRef, number, amount, from: fund, on: transaction.today, voucher: voucher, override)
        let booked = try post(entry, of: loan, in: transaction)
        try schedule(&loan, amount, terms, firstDue, in: transaction)
        return Booking(loan: loan, entry: booked, isRepeat: false)
    }

    /// An overdue loan gets another schedule for what is still owed.
    @discardableResult
    public func reschedule(
        _ loanRef: String,
        terms: RepaymentTerms? = nil,
        firstDue: CalendarDay? = nil,
        reason: LoanText,
        in transaction: OfficeTransaction
    ) throws -> Loan {
        var loan = try file(loanRef, in: transaction)
        try follow(&loan, in: transaction)
        try step(&loan, to: .rescheduled, reason.description, in: transaction)
        let terms = terms ?? loan.terms ?? settings.terms
        loan.terms = terms
        try schedule(&loan, LoanStanding(loan, transaction.database).outstanding, terms, firstDue, in: transaction)
        return loan
    }

    /// A debt that cannot be recovered is handed to the procedure for such debts; it stays in the ledger as owed [S 470-471].
    @discardableResult
    public func handle(_ loanRef: String, reason: LoanText, in transaction: OfficeTransaction) throws -> Loan {
        var loan = try file(loanRef, in: transaction)
        try follow(&loan, in: transaction)
        try step(&loan, to: .handled, reason.description, in: transaction)
        return loan
    }

    /// The central capital is for workers under contract [S 290-291].
    private func checkWorkContract(_ loan: Loan, in transaction: OfficeTransaction) throws {
        guard settings.requiresWorkContract, loan.programme == .contractWorkers else { return }
        let contracts = try loan.workerRef.map { try WorkContract.all(of: $0, transaction.database) } ?? []
        guard contracts.contains(where: { $0.end >= transaction.today }) else {
            throw OfficeError(
                .forbidden,
                vi: "chưa có hợp đồng lao động còn hiệu lực do đầu mối lao động đăng ký: hãy chờ đăng ký, hoặc hỏi đầu mối lao động",
                en: "the labour hub has registered no contract of this worker's that is still running: wait for it, or ask the hub"
            )
        }
    }

    /// Puts a schedule in force.
    private func schedule(_ loan: inout Loan, _ sum: VND, _ terms: RepaymentTerms, _ first: CalendarDay?, in transaction: OfficeTransaction) throws {
        guard let day = first ?? transaction.today.adding(months: terms.months), day > transaction.today else {
            throw OfficeError(
                .invalid,
                vi: "ngày trả nợ đầu tiên phải sau hôm nay (\(transaction.today.written))",
                en: "the first instalment's day must be after today, \(transaction.today)"
            )
        }
        loan.planBase = try LoanStanding(loan, transaction.database).repaid
        loan.planStep = loan.steps
        loan.planEntry = try Ledger(transaction.database).nextNumber(loan.loanRef) - 1
        loan.plan += 1
        try loan.save(transaction.database)
        try Instalment.insert(terms.schedule(of: sum, first: day, settings.calendar), of: loan, transaction.database)
    }
}
