/// What an act on a loan's money came to.
public struct Booking: Sendable {
    /// Where the loan stands now.
    public let loan: Loan
    public let entry: BookedEntry
    /// It had been entered before: nothing was changed.
    public let isRepeat: Bool
}
