import Client

/// How this machine's clock stands to the gateway's: between two bounds, since a question and its answer take time.
///
/// Whether it is wrong needs one comparison alone: where the bounds exclude that the clocks agree, they do not.
public struct ClockEstimate: Hashable, Sendable {
    /// How far this machine's clock is ahead at least, in microseconds; less than 0: behind.
    public let least: Int64
    /// How far it is ahead at most, in microseconds.
    public let most: Int64

    /// A smaller difference is not worth a word.
    static let tolerance: Int64 = 2_000_000
    /// How far two quartz clocks drift apart: one part in so many, 100 ppm [I]. A comparison that is old says less.
    private static let driftParts: Int64 = 10_000

    /// - Precondition: The least is not more than the most.
    public init(least: Int64, most: Int64) {
        precondition(least <= most, "bounds in their order")
        self.least = least
        self.most = most
    }

    /// Compares.
    ///
    /// - Parameters:
    ///   - time: What this machine's clock showed between two moments.
    ///   - before: The first of the two.
    ///   - after: The second.
    init(_ gateway: GatewayClock, _ time: UTCTime, between before: ContinuousClock.Instant, and after: ContinuousClock.Instant) {
        let drift = max(0, Self.microseconds(after - gateway.answered)) / Self.driftParts
        let difference = time.microseconds - gateway.time
        self.init(
            least: difference - Self.microseconds(after - gateway.asked) - drift,
            most: difference - Self.microseconds(before - gateway.answered) + drift
        )
    }

    private static func microseconds(_ duration: Duration) -> Int64 { Int64(clamping: Int128(duration.attoseconds / 1_000_000_000_000)) }

    /// How far this machine's clock is ahead, in microseconds: the middle, as NTP takes it; less than 0: behind.
    public var ahead: Int64 { least + (most - least) / 2 }

    public var isWrong: Bool { (least > 0 || most < 0) && abs(ahead) > Self.tolerance }

    /// Whether both can be true of the same clocks: where not, one of them was set.
    func agrees(with other: ClockEstimate) -> Bool { least <= other.most && other.least <= most }

    /// What the gateway's clock showed when this machine's showed a time. A clock that is not certainly wrong is believed.
    public func corrected(_ time: UTCTime) -> UTCTime { isWrong ? UTCTime(microseconds: time.microseconds - ahead) : time }

    /// `3 phút 12 giây`
    public var size: Wording {
        let seconds = abs(ahead) / 1_000_000
        let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60)
        let parts: [(Int64, Wording)] = [
            (days, Wording(vi: "ngày", en: "d")), (hours, Wording(vi: "giờ", en: "h")), (minutes, Wording(vi: "phút", en: "min")),
            (seconds % 60, Wording(vi: "giây", en: "s")),
        ]
        let shown = parts.filter { $0.0 > 0 }.prefix(2)
        return Wording(
            vi: shown.map { "\($0.0) \($0.1.vi)" }.joined(separator: " "),
            en: shown.map { "\($0.0) \($0.1.en)" }.joined(separator: " ")
        )
    }
}
