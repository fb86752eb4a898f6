/// An officer's word for what the rules alone do not allow: that a fund is overspent, or that an entry is taken back.
public struct OfficerWord: Hashable, Sendable {
    public let reason: LoanText
    public let officer: LoanText

    public init(reason: LoanText, officer: LoanText) {
        self.reason = reason
        self.officer = officer
    }
}
