/// How far a replay has come between two positions, ten times a second.
struct ReplayProgressBar {
    private var bar = ProgressBar()
    private let first: UInt64
    private let last: UInt64
    private let isShown: Bool
    private var shownAt: ContinuousClock.Instant?

    private static let interval: Duration = .milliseconds(100)

    init(from first: UInt64, through last: UInt64, isShown: Bool) {
        self.first = first
        self.last = last
        self.isShown = isShown
    }

    mutating func show(_ position: UInt64, count: Int) {
        guard isShown else { return }
        let now = ContinuousClock.now
        guard shownAt.map({ now - $0 >= Self.interval }) ?? true else { return }
        shownAt = now
        let fraction = Double(position - min(first, position) + 1) / Double(max(1, last - min(first, last) + 1))
        bar.show(fraction, "position \(position) of \(last), \(count) messages")
    }

    func end() { if isShown { bar.end() } }
}
