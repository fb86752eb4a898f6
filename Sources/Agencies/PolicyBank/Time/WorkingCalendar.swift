/// Which days an office works: Monday to Friday but for holidays, and the weekend days that are worked for them. The seed names no holidays: they are
/// the office's settings [I].
public struct WorkingCalendar: Hashable, Sendable {
    private let holidays: Set<CalendarDay>
    private let workedWeekends: Set<CalendarDay>

    public init(holidays: Set<CalendarDay> = [], workedWeekends: Set<CalendarDay> = []) {
        self.holidays = holidays
        self.workedWeekends = workedWeekends
    }

    public func isWorking(_ day: CalendarDay) -> Bool { day.isWeekend ? workedWeekends.contains(day) : !holidays.contains(day) }

    /// The day itself where it is worked, else the next one that is.
    public func workingDay(from day: CalendarDay) -> CalendarDay {
        var day = day
        while !isWorking(day) { day = day.adding(days: 1) }
        return day
    }

    /// The last of so many working days that follow a day; the day itself does not count.
    public func day(_ count: Int, workingDaysAfter day: CalendarDay) -> CalendarDay {
        var day = day
        for _ in 0..<count { day = workingDay(from: day.adding(days: 1)) }
        return day
    }
}
