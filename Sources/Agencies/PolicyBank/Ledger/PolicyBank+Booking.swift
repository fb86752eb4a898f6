extension PolicyBank {
    /// Enters a movement of a loan's money. The loan is to be brought to what follows from it before it is told: see ``follow(_:in:)``.
    func post(_ entry: LedgerEntry, of loan: Loan, in transaction: OfficeTransaction) throws -> BookedEntry {
        try Ledger(transaction.database).post(entry, today: transaction.today)
        guard let booked = try BookedEntry.all(of: loan.loanRef, transaction.database).first(where: { $0.id == entry.id }) else {
            preconditionFailure("what was entered is in the ledger")
        }
        return booked
    }

    /// What a voucher stands for already. An act that is said again, after its command was killed, is answered with what was entered, and not done twice.
    ///
    /// - Parameter isSame: Whether an entry is what is asked for.
    /// - Returns: Nil where nothing was entered by it, or only what was reversed, with other contents.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/conflict``: the voucher stands for something else, or for the same, which was reversed.
    func booked(_ voucher: Voucher, of loan: Loan, in transaction: OfficeTransaction, isSame: (BookedEntry) throws -> Bool) throws -> Booking? {
        let entries = try Ledger(transaction.database).entries(voucher, of: loan.loanRef)
        if let standing = entries.first(where: { !$0.isReversed }) {
            guard try isSame(standing) else {
                throw OfficeError(
                    .conflict,
                    vi:
                        "chứng từ này đã được ghi sổ với nội dung khác (bút toán \(standing.number)): xem `loan show`; nếu ghi nhầm thì dùng `loan reverse`",
                    en:
                        "this voucher was entered already, with other contents (entry \(standing.number)): see `loan show`; `loan reverse` takes back a mistake"
                )
            }
            return Booking(loan: loan, entry: standing, isRepeat: true)
        }
        if let reversed = try entries.first(where: isSame) {
            throw OfficeError(
                .conflict,
                vi:
                    "bút toán này đã được ghi sổ rồi đảo lại (bút toán \(reversed.number)): nếu tiền đã thu thật thì ghi theo số chứng từ của quyết định đó",
                en: "this was entered and reversed (entry \(reversed.number)): if it was paid after all, enter it by the voucher of that decision"
            )
        }
        return nil
    }
}
