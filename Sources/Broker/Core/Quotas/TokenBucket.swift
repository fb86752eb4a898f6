/// Lets so many things pass a second, and a second's worth at once. Times are monotonic microseconds.
///
/// Whoever has anything left may take what it needs, and owes the rest: so a frame larger than a second's worth passes, once, and is paid for by
/// waiting. What is urgent may owe a second's worth more.
struct TokenBucket {
    private let perSecond: Double
    private var tokens: Double
    private var filledAt: Int64

    init(perSecond: Int, now: Int64) {
        self.perSecond = Double(perSecond)
        tokens = self.perSecond
        filledAt = now
    }

    /// Takes from the bucket.
    ///
    /// - Returns: Nil where it was taken; else how many milliseconds to wait.
    mutating func take(_ count: Int, isUrgent: Bool, now: Int64) -> UInt32? {
        fill(now)
        let floor = isUrgent ? -perSecond : 0
        guard tokens > floor else { return UInt32(max(1, min(60_000, (floor - tokens) / perSecond * 1_000 + 1))) }
        tokens -= Double(count)
        return nil
    }

    /// Gives back what was taken and not used.
    mutating func giveBack(_ count: Int) { tokens = min(perSecond, tokens + Double(count)) }

    private mutating func fill(_ now: Int64) {
        tokens = min(perSecond, tokens + perSecond * Double(max(0, now - filledAt)) / 1_000_000)
        filledAt = max(filledAt, now)
    }
}
