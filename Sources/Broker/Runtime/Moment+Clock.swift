import Foundation

extension Moment {
    /// The machine's clocks, read once for each turn of the router thread.
    package static func current() -> Moment {
        Moment(wall: microseconds(CLOCK_REALTIME), monotonic: microseconds(CLOCK_MONOTONIC))
    }

    private static func microseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }
}
