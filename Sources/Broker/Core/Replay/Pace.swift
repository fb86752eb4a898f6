/// Lets so many messages pass a second, evenly: at most a tenth of a second's worth at once. Times are monotonic microseconds.
struct Pace {
    private let perSecond: Int64
    /// Everything that may pass up to this time has passed, in microseconds times ``perSecond``.
    private var spent: Int64

    /// - Parameter perSecond: 1 to 100,000.
    init(perSecond: Int64, now: Int64) {
        self.perSecond = perSecond
        spent = now * perSecond
    }

    /// How many may pass now.
    mutating func room(now: Int64) -> Int {
        spent = max(spent, (now - Self.burst) * perSecond)
        return Int(max(0, now * perSecond - spent) / Self.second)
    }

    mutating func spend(_ count: Int) { spent += Int64(count) * Self.second }

    /// When the next one may pass.
    var dueAt: Int64 { (spent + Self.second + perSecond - 1) / perSecond }

    private static let second: Int64 = 1_000_000
    private static let burst: Int64 = 100_000
}
