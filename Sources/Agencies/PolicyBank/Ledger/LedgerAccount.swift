/// Where money stands. A debit is positive, a credit negative; what is on all accounts together is always zero.
///
/// What was repaid is kept apart and not lent again: the plan's lines are what may be lent in all, and what becomes of recovered money it does not say [I].
public enum LedgerAccount: Hashable, Sendable, CustomStringConvertible {
    /// What the plan gave: a credit.
    case appropriated(FundLine)
    /// What is left to lend.
    case available(FundLine)
    /// What is owed by those it was lent to.
    case lent(LoanFund)
    /// What came back.
    case repaid(LoanFund)

    public var description: String {
        switch self {
        case .appropriated(let line): "appropriated/\(line.rawValue)"
        case .available(let line): "available/\(line.rawValue)"
        case .lent(let fund): "lent/\(fund.rawValue)"
        case .repaid(let fund): "repaid/\(fund.rawValue)"
        }
    }

    public static let all: [LedgerAccount] =
        FundLine.allCases.flatMap { [.appropriated($0), .available($0)] } + LoanFund.allCases.flatMap { [.lent($0), .repaid($0)] }

    public init?(_ text: String) {
        guard let account = Self.all.first(where: { $0.description == text }) else { return nil }
        self = account
    }
}
