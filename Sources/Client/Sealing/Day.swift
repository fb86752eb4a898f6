import Foundation

/// A day of the Gregorian calendar, as `YYYY-MM-DD`; what is said of today is said in UTC.
public struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01.
    private let number: Int

    /// - Returns: Nil where the text is no such day.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
            text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        let numbers = parts.compactMap { Int32($0) }
        guard numbers.count == 3, numbers[0] >= 1970 else { return nil }
        var time = tm()
        (time.tm_year, time.tm_mon, time.tm_mday) = (numbers[0] - 1900, numbers[1] - 1, numbers[2])
        self.init(secondsSince1970: timegm(&time))
        // timegm takes a 31st of April for the 1st of May.
        guard description == text else { return nil }
    }

    private init(secondsSince1970 seconds: Int) { number = Int((Double(seconds) / 86_400).rounded(.down)) }

    public static func today() -> Day { Day(secondsSince1970: time(nil)) }

    public func adding(days: Int) -> Day { Day(secondsSince1970: (number + days) * 86_400) }

    public static func < (earlier: Day, later: Day) -> Bool { earlier.number < later.number }

    public var description: String {
        var seconds = time_t(number * 86_400)
        var time = tm()
        gmtime_r(&seconds, &time)
        func digits(_ value: Int32, _ count: Int) -> String { String(repeating: "0", count: max(0, count - "\(value)".count)) + "\(value)" }
        return "\(digits(time.tm_year + 1900, 4))-\(digits(time.tm_mon + 1, 2))-\(digits(time.tm_mday, 2))"
    }
}
