/// How a consumer that was away gets on. Times are monotonic microseconds.
struct CatchUp {
    /// When it has its next share, where it has not answered enough before.
    var nextShareAt: Int64 = 0
    /// Whether it comes nearer to the end. One that does not leaves no room for others: it would never be there.
    private(set) var isGaining = true
    private var lag = UInt64.max
    private var lookedAt: Int64 = .min / 2

    private static let interval: Int64 = 1_000_000

    /// - Parameter lag: Messages from where it is to the end.
    mutating func look(lag: UInt64, now: Int64) {
        guard now - lookedAt >= Self.interval else { return }
        isGaining = lag < self.lag
        self.lag = lag
        lookedAt = now
    }
}
