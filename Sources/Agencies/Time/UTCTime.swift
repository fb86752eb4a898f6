public import SwiftProtobuf

/// A moment, in microseconds since 1970-01-01T00:00:00Z. Stored in UTC; shown on the clocks of both sides of the border.
public struct UTCTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let microseconds: Int64

    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    public init(seconds: Int64) {
        self.init(microseconds: seconds * 1_000_000)
    }

    /// A clock's reading on a day.
    public init(_ day: CalendarDay, hour: Int = 0, minute: Int = 0, second: Int = 0, on clock: BorderClock = .vietnam) {
        self.init(seconds: Int64(day.number) * 86_400 + Int64(hour * 3_600 + minute * 60 + second) - clock.offset)
    }

    public init(_ timestamp: Google_Protobuf_Timestamp) {
        self.init(microseconds: timestamp.seconds * 1_000_000 + Int64(timestamp.nanos) / 1_000)
    }

    public var timestamp: Google_Protobuf_Timestamp {
        .with {
            $0.seconds = seconds
            $0.nanos = Int32((microseconds - seconds * 1_000_000) * 1_000)
        }
    }

    /// Whole seconds, rounded down.
    public var seconds: Int64 { Self.floor(microseconds, 1_000_000) }

    public func adding(seconds: Int64) -> UTCTime { UTCTime(microseconds: microseconds + seconds * 1_000_000) }

    /// Seconds from an earlier moment to this one, rounded down.
    public func seconds(since earlier: UTCTime) -> Int64 { Self.floor(microseconds - earlier.microseconds, 1_000_000) }

    /// Whether it lies in the years that calendars here know.
    public var isSensible: Bool { (-2_208_988_800...7_258_118_399).contains(seconds) }

    /// The day that a clock shows.
    public func day(on clock: BorderClock = .vietnam) -> CalendarDay { CalendarDay(number: Int(Self.floor(seconds + clock.offset, 86_400))) }

    /// Hours and minutes that a clock shows, `HH:mm`.
    public func time(on clock: BorderClock = .vietnam) -> String {
        let second = seconds + clock.offset - Int64(day(on: clock).number) * 86_400
        return "\(CalendarDay.two(Int(second / 3_600))):\(CalendarDay.two(Int(second / 60 % 60)))"
    }

    /// RFC 3339 in UTC, to the second.
    public var description: String {
        let day = CalendarDay(number: Int(Self.floor(seconds, 86_400)))
        let second = Int(seconds - Int64(day.number) * 86_400)
        return "\(day)T\(CalendarDay.two(second / 3_600)):\(CalendarDay.two(second / 60 % 60)):\(CalendarDay.two(second % 60))Z"
    }

    public static func < (left: UTCTime, right: UTCTime) -> Bool { left.microseconds < right.microseconds }

    private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 { value / divisor - (value % divisor < 0 ? 1 : 0) }
}
