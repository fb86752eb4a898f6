/// A date as precise as its source: a year, a month or a day. A day that no source states is not made up.
public struct PartialDate: Hashable, Sendable, CustomStringConvertible {
    public let year: Int
    public let month: Int?
    public let day: Int?
    /// The first day it can mean.
    public let firstDay: CalendarDay
    /// The last day it can mean.
    public let lastDay: CalendarDay

    /// - Parameter text: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. Nil where it is anything else, or no date.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let lengths = [4, 2, 2]
        guard parts.count <= 3, zip(parts, lengths).allSatisfy({ $0.utf8.count == $1 && $0.utf8.allSatisfy(Self.isDigit) }) else { return nil }
        let numbers = parts.compactMap { Int($0) }
        let (month, day) = (numbers.count > 1 ? numbers[1] : nil, numbers.count > 2 ? numbers[2] : nil)
        guard CalendarDay(year: numbers[0], month: month ?? 1, day: day ?? 1) != nil else { return nil }
        self.year = numbers[0]
        self.month = month
        self.day = day
        if let month, let day, let exact = CalendarDay(year: numbers[0], month: month, day: day) {
            (firstDay, lastDay) = (exact, exact)
        } else {
            firstDay = .first(of: month ?? 1, numbers[0])
            lastDay = .last(of: month ?? 12, numbers[0])
        }
    }

    public var description: String {
        "\(year)" + (month.map { "-\(CalendarDay.two($0))" } ?? "") + (day.map { "-\(CalendarDay.two($0))" } ?? "")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

/// From when to when a row is in force. Organisations and gates change by law: they are never part of a program's own code.
public struct Validity: Hashable, Sendable {
    /// Nil: the source does not say since when.
    public let from: PartialDate?
    /// Its last day; nil: until further notice.
    public let to: PartialDate?

    public init(from: PartialDate?, to: PartialDate?) {
        self.from = from
        self.to = to
    }

    /// Whether it is in force on a day. A year or a month stands for all of it, at both ends.
    public func contains(_ day: CalendarDay) -> Bool {
        if let from, day < from.firstDay { return false }
        if let to, day > to.lastDay { return false }
        return true
    }
}
