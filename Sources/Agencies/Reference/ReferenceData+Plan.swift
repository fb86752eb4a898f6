extension ReferenceData {
    /// The day of Plan 109/KH-UBND [S 1-20].
    static var planDay: CalendarDay {
        guard let day = CalendarDay(year: 2023, month: 5, day: 6) else { preconditionFailure("a day") }
        return day
    }
}
