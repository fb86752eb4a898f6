/// How fast a replay may go. Times are monotonic microseconds.
///
/// Counts in millionths of a message, so that every rate is kept to the message: since the replay began, one message and so many a second. It
/// goes on by a few milliseconds' worth at a time, since a frame for each message would cost more than the message.
struct ReplayPace {
    static let bounds: ClosedRange<UInt32> = 1...100_000
    static let standard: UInt32 = 1_000

    let perSecond: Int
    /// Millionths of a message that it may have now.
    private var saved = Self.message
    private var savedAt: Int64
    /// When it may go on.
    private(set) var resumesAt: Int64 = .min

    private static let message: Int64 = 1_000_000
    /// Longer than a turn of the gateway takes: what is not used for so long is lost, and comes in no burst later.
    private static let savedMax: Int64 = 20_000
    /// What it waits for before it goes on.
    private static let pause: Int64 = 5_000

    init(perSecond: UInt32, now: Int64) {
        self.perSecond = Int(perSecond)
        savedAt = now
    }

    /// How many messages may go out now.
    mutating func available(now: Int64) -> Int {
        let elapsed = min(max(0, now - savedAt), 1_000_000)
        saved = min(max(Self.message, worth(of: Self.savedMax)), saved + worth(of: elapsed))
        savedAt = max(savedAt, now)
        return now < resumesAt ? 0 : Int(saved / Self.message)
    }

    /// So many of what was available went out.
    mutating func take(_ count: Int) {
        saved -= Int64(count) * Self.message
        guard saved < Self.message else { return }
        let missing = max(Self.message, worth(of: Self.pause)) - saved
        resumesAt = savedAt + (missing + Int64(perSecond) - 1) / Int64(perSecond)
    }

    private func worth(of microseconds: Int64) -> Int64 { microseconds * Int64(perSecond) }
}
