import GRDB

/// One movement of money: postings that add up to zero. It is never changed; a mistake is mended by its reversal.
struct LedgerEntry {
    enum Kind: String, DatabaseValueConvertible {
        case appropriation, disbursement, repayment, reversal
    }

    struct Posting {
        let account: LedgerAccount
        /// Đồng; a debit is positive.
        let amount: Int64
    }

    /// Named by what it is, so that the same movement cannot be entered twice: the line, or the loan and how many entries it had with this one.
    let id: String
    /// When the money moved.
    let day: CalendarDay
    let kind: Kind
    let loanRef: String?
    let postings: [Posting]
    /// The number of the paper that it was entered from.
    var voucher: String?
    /// The entry that it takes back.
    var reverses: String?
    /// Who lets a line be overspent or takes an entry back, and why.
    var word: OfficerWord?

    static func appropriation(_ line: FundLine) -> LedgerEntry {
        LedgerEntry(
            id: "appropriation/\(line.rawValue)",
            day: ReferenceData.planDay,
            kind: .appropriation,
            loanRef: nil,
            postings: [
                Posting(account: .available(line), amount: line.plan.amountVND), Posting(account: .appropriated(line), amount: -line.plan.amountVND),
            ]
        )
    }

    static func disbursement(
        _ loanRef: String,
        _ number: Int,
        _ amount: VND,
        from fund: LoanFund,
        on day: CalendarDay,
        voucher: Voucher,
        _ word: OfficerWord?
    )
        -> LedgerEntry
    {
        LedgerEntry(
            id: "\(loanRef)/\(number)",
            day: day,
            kind: .disbursement,
            loanRef: loanRef,
            postings: [Posting(account: .lent(fund), amount: amount.dong), Posting(account: .available(fund.line), amount: -amount.dong)],
            voucher: voucher.description,
            word: word
        )
    }

    static func repayment(_ loanRef: String, _ number: Int, _ amount: VND, to fund: LoanFund, on day: CalendarDay, voucher: Voucher) -> LedgerEntry {
        LedgerEntry(
            id: "\(loanRef)/\(number)",
            day: day,
            kind: .repayment,
            loanRef: loanRef,
            postings: [Posting(account: .repaid(fund), amount: amount.dong), Posting(account: .lent(fund), amount: -amount.dong)],
            voucher: voucher.description
        )
    }

    /// The counter-entry of a repayment: the same postings, the other way round.
    static func reversal(of entry: BookedEntry, _ loanRef: String, _ number: Int, _ fund: LoanFund, on day: CalendarDay, _ word: OfficerWord)
        -> LedgerEntry
    {
        LedgerEntry(
            id: "\(loanRef)/\(number)",
            day: day,
            kind: .reversal,
            loanRef: loanRef,
            postings: [Posting(account: .lent(fund), amount: entry.amount.dong), Posting(account: .repaid(fund), amount: -entry.amount.dong)],
            reverses: entry.id,
            word: word
        )
    }
}
