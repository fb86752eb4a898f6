/// The Gregorian calendar, without a library: it is needed for each checked message.
enum CivilTime {
    static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    /// The year of a time in UTC, in microseconds since 1970.
    static func year(ofMicroseconds time: Int64) -> Int64 {
        // Days since 0000-03-01, in eras of 400 years (Hinnant, "chrono-compatible low-level date algorithms").
        let days = floorDivide(time, 86_400_000_000) + 719_468
        let era = floorDivide(days, 146_097)
        let day = days - era * 146_097
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        // The year of these eras begins in March.
        return year + era * 400 + (dayOfYear >= 306 ? 1 : 0)
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        value / divisor - (value % divisor < 0 ? 1 : 0)
    }
}
