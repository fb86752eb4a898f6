/// How this machine's clock stands to the gateway's.
public struct ClockEstimate: Hashable, Sendable {
    /// How far this machine's clock is ahead, in microseconds; less than 0: behind.
    public let ahead: Int64
    /// Whether several messages, at different times, say the same.
    public let isCertain: Bool

    /// A smaller difference is no error, but the way of a message.
    static let tolerance: Int64 = 2_000_000

    public var isWrong: Bool { abs(ahead) > Self.tolerance }

    /// What the gateway's clock showed when this machine's showed a time.
    ///
    /// Only what is certain and wrong is corrected: a clock that is right within ``tolerance`` is left as it is.
    public func corrected(_ time: UTCTime) -> UTCTime { isCertain && isWrong ? UTCTime(microseconds: time.microseconds - ahead) : time }

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
