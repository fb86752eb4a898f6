import Foundation

/// The clock that an office's rules are given: they never read one themselves.
public struct OfficeClock: Sendable {
    public let now: @Sendable () -> UTCTime
    /// Whether it is a machine's clock, which should agree with the gateway's; not one that an exercise is played on.
    public let isOfMachine: Bool

    public init(isOfMachine: Bool = true, now: @escaping @Sendable () -> UTCTime) {
        self.isOfMachine = isOfMachine
        self.now = now
    }

    public static let system = OfficeClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UTCTime(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    /// A clock that stands where a file says, in microseconds since 1970: exercises play a season in minutes by it.
    ///
    /// Where the file is missing or holds no number, the clock stands at 0, and nothing is due.
    public static func file(_ path: String) -> OfficeClock {
        OfficeClock(isOfMachine: false) {
            guard let text = try? String(contentsOfFile: path, encoding: .utf8),
                let time = Int64(text.trimmingCharacters(in: .whitespacesAndNewlines))
            else { return UTCTime(microseconds: 0) }
            return UTCTime(microseconds: time)
        }
    }
}
