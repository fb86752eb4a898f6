/// One movement of money: postings that add up to zero. It is never changed; a mistake is mended by another entry.
struct LedgerEntry {
    enum Kind: String {
        case appropriation, disbursement, repayment
    }

    struct Posting {
        let account: LedgerAccount
        /// Đồng; a debit is positive.
        let amount: Int64
    }

    /// Named by what it is, so that the same movement cannot be entered twice: the line, or the loan and how many entries it had with this one.
    let id: String
    let day: CalendarDay
    let kind: Kind
    let loanRef: String?
    let postings: [Posting]
    /// The number of the paper that it was entered from.
    var voucher: String?
    /// Who lets a line be overspent, and why.
    var override: FundOverride?

    static func appropriation(_ line: FundLine) -> LedgerEntry {
        LedgerEntry(
            id: "appropriation/\(line.rawValue)",
            day: planDay,
            kind: .appropriation,
            loanRef: nil,
            postings: [
                Posting(account: .available(line), amount: line.plan.amountVND), Posting(account: .appropriated(line), amount: -line.plan.amountVND),
            ]
        )
    }

    static func disbursement(_ loanRef: String, _ number: Int, _ amount: VND, from fund: LoanFund, on day: CalendarDay, _ override: FundOverride?)
        -> LedgerEntry
    {
        LedgerEntry(
            id: "\(loanRef)/\(number)",
            day: day,
            kind: .disbursement,
            loanRef: loanRef,
            postings: [Posting(account: .lent(fund), amount: amount.dong), Posting(account: .available(fund.line), amount: -amount.dong)],
            override: override
        )
    }

    static func repayment(_ loanRef: String, _ number: Int, _ amount: VND, to fund: LoanFund, on day: CalendarDay, voucher: String?) -> LedgerEntry {
        LedgerEntry(
            id: "\(loanRef)/\(number)",
            day: day,
            kind: .repayment,
            loanRef: loanRef,
            postings: [Posting(account: .repaid(fund), amount: amount.dong), Posting(account: .lent(fund), amount: -amount.dong)],
            voucher: voucher
        )
    }

    /// The day of Plan 109/KH-UBND [S 1-20].
    private static var planDay: CalendarDay {
        guard let day = CalendarDay(year: 2023, month: 5, day: 6) else { preconditionFailure("a day") }
        return day
    }
}

/// An officer's word that a fund may be overspent.
public struct FundOverride: Hashable, Sendable {
    public let reason: LoanText
    public let officer: LoanText

    public init(reason: LoanText, officer: LoanText) {
        self.reason = reason
        self.officer = officer
    }
}
