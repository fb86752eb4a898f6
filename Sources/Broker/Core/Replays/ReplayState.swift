/// What a consumer reads again, and at which pace. It has a position of its own, which ends with it. Times are monotonic microseconds.
final class ReplayState {
    /// The last position: nothing after it is delivered.
    let through: UInt64
    /// Only messages with this ordering key; nil: all.
    let key: [UInt8]?
    var pace: ReplayPace
    /// When its last page was asked for.
    var readingSince: Int64 = 0
    private var restsUntil: Int64 = .min
    /// Whether the reader was told that nothing new follows.
    var hasEnded = false

    init(through: UInt64, key: [UInt8]?, pace: ReplayPace) {
        self.through = through
        self.key = key
        self.pace = pace
    }

    /// When it may go on.
    var resumesAt: Int64 { max(restsUntil, pace.resumesAt) }

    /// A page was read. As long as that took, it rests; and four times as long where nothing was in it, so that the search for a rare key leaves
    /// most of the journal's reader, and of a small machine, to others.
    func rest(now: Int64, wasEmpty: Bool) { restsUntil = now + (wasEmpty ? 4 : 1) * max(0, now - readingSince) }
}
