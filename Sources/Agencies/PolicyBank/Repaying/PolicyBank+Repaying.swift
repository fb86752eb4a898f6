extension PolicyBank {
    /// Money came back. What becomes of the loan follows from its day: see ``RepaymentCourse``.
    ///
    /// - Parameters:
    ///   - day: When it was paid; nil: today.
    ///   - voucher: Said again with the same contents, it is answered with what was entered, whatever became of the loan since.
    /// - Throws: ``OfficeError``: a day that cannot be, more than is owed, a voucher that stands for something else; ``OfficeError/Code/illegalTransition``
    ///   where no repayment is awaited.
    @discardableResult
    public func repay(_ loanRef: String, _ amount: VND, on day: CalendarDay? = nil, voucher: Voucher, in transaction: OfficeTransaction) throws
        -> Booking
    {
        var loan = try file(loanRef, in: transaction)
        let repeated = try booked(voucher, of: loan, in: transaction) {
            $0.kind == .repayment && $0.amount == amount && (day == nil || $0.day == day)
        }
        if let repeated { return repeated }
        guard LoanState.repayable.contains(loan.state), let fund = loan.fund, let disbursedOn = loan.disbursedOn else {
            throw OfficeError(
                .illegalTransition,
                vi: "hồ sơ vay vốn đang ở trạng thái “\(loan.state.name.vi)”: không thu nợ ở trạng thái này",
                en: "the loan is “\(loan.state.name.en)”: no repayment is taken in this state"
            )
        }
        guard amount > .zero else { throw OfficeError(.invalid, vi: "số tiền phải lớn hơn không", en: "an amount is more than zero") }
        let day = day ?? transaction.today
        guard day <= transaction.today, day >= disbursedOn else {
            throw OfficeError(
                .invalid,
                vi: "ngày trả nợ phải từ ngày giải ngân đến hôm nay (\(transaction.today.written))",
                en: "a repayment's day is between the disbursement and today, \(transaction.today)"
            )
        }
        let ledger = Ledger(transaction.database)
        guard amount <= (try ledger.outstanding(loanRef)) else {
            throw OfficeError(
                .forbidden,
                vi: "số tiền nhiều hơn dư nợ: xem `loan show`",
                en: "it is more than is owed: `loan show` tells how much that is"
            )
        }
        let entry = LedgerEntry.repayment(loanRef, try ledger.nextNumber(loanRef), amount, to: fund, on: day, voucher: voucher)
        let booked = try post(entry, of: loan, in: transaction)
        try follow(&loan, in: transaction)
        return Booking(loan: loan, entry: booked, isRepeat: false)
    }

    /// A repayment was entered by mistake: a counter-entry takes it back, and the loan stands as if it had not been paid. Both stay in the ledger.
    ///
    /// What had been counted when a later schedule was made is due with that schedule's first instalment.
    ///
    /// - Parameters:
    ///   - number: The repayment's, among the loan's entries.
    ///   - word: Who answers for it, and why. Said again with the same word, it is answered with what was entered.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/unknown`` (no such entry), ``OfficeError/Code/conflict`` (it was reversed with another word) or
    ///   ``OfficeError/Code/forbidden`` (it is no repayment; the file is nobody's any more).
    @discardableResult
    public func reverse(_ loanRef: String, entry number: Int, word: OfficerWord, in transaction: OfficeTransaction) throws -> Booking {
        var loan = try file(loanRef, in: transaction)
        let entries = try BookedEntry.all(of: loanRef, transaction.database)
        guard let entry = entries.first(where: { $0.number == number }) else {
            throw OfficeError(
                .unknown,
                vi: "hồ sơ không có bút toán số này: xem `loan show`",
                en: "the loan has no entry of this number: see `loan show`"
            )
        }
        guard entry.kind == .repayment, let fund = loan.fund else {
            throw OfficeError(
                .forbidden,
                vi: "chỉ đảo được bút toán thu nợ: xem `loan show`",
                en: "only a repayment can be reversed: see `loan show`"
            )
        }
        if let reversal = entries.first(where: { $0.reverses == number }) {
            guard reversal.reason == word.reason.description, reversal.officer == word.officer.description else {
                throw OfficeError(
                    .conflict,
                    vi: "bút toán này đã được đảo, với lý do hoặc người quyết định khác: xem `loan show`",
                    en: "this entry was reversed already, for another reason or by another officer: see `loan show`"
                )
            }
            return Booking(loan: loan, entry: reversal, isRepeat: true)
        }
        try checkRemembered(loan)
        let reversal = LedgerEntry.reversal(
            of: entry,
            loanRef,
            try Ledger(transaction.database).nextNumber(loanRef),
            fund,
            on: transaction.today,
            word
        )
        let booked = try post(reversal, of: loan, in: transaction)
        try follow(&loan, in: transaction)
        return Booking(loan: loan, entry: booked, isRepeat: false)
    }
}
