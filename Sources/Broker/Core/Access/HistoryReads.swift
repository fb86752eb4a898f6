/// How much of the past a principal has read of messages about people, on a day, without anybody's approval.
struct HistoryReads {
    /// Wall microseconds.
    private var since: Int64 = .min / 2
    private(set) var count = 0

    private static let window: Int64 = 86_400 * 1_000_000

    /// Counts one more, where there is room for it.
    mutating func take(atMost countMax: Int, now: Int64) -> Bool {
        if now - since >= Self.window || now < since { (since, count) = (now, 0) }
        guard count < countMax else { return false }
        count += 1
        return true
    }
}
