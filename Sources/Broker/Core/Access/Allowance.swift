/// So many things in a stretch of time, which begins with the first of them. Times are wall microseconds.
struct Allowance {
    private let length: Int64
    private var since: Int64 = .min / 2
    private(set) var count = 0

    static let day: Int64 = 86_400 * 1_000_000
    static let hour: Int64 = 3_600 * 1_000_000

    init(per length: Int64) { self.length = length }

    /// Counts one more, where there is room for it.
    mutating func take(atMost countMax: Int, now: Int64) -> Bool {
        if now - since >= length || now < since { (since, count) = (now, 0) }
        guard count < countMax else { return false }
        count += 1
        return true
    }
}
