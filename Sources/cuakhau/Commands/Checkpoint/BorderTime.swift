import Agencies

/// Times as an officer at the gate writes them: by the clock of Lạng Sơn, unless they say otherwise.
enum BorderTime {
    static let help = Wording(
        vi: "HH:mm của hôm nay, hoặc 2025-10-25T08:00, hoặc 25/10/2025 08:00, theo giờ Lạng Sơn; hoặc RFC 3339",
        en: "HH:mm of today, or 2025-10-25T08:00, or 25/10/2025 08:00, by the clock of Lạng Sơn; or RFC 3339"
    )

    /// Nil where it is no time.
    static func parse(_ text: String, today: CalendarDay) -> UTCTime? {
        if let microseconds = Times.microseconds(text) { return UTCTime(microseconds: microseconds) }
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
        switch parts.count {
        case 1: return time(parts[0], on: today)
        case 2: return day(parts[0]).flatMap { time(parts[1], on: $0) }
        default: return nil
        }
    }

    /// - Throws: `CommandFailure` that says how a time is written.
    static func argument(_ text: String?, _ name: String, today: CalendarDay, _ language: Language) throws -> UTCTime? {
        guard let text else { return nil }
        guard let time = parse(text, today: today) else {
            let wording = Wording(
                vi: "\(name): cần thời điểm: \(help.vi)",
                en: "\(name) is a time: \(help.en)"
            )
            throw CommandFailure(.usage, wording[language])
        }
        return time
    }

    static func day(_ text: some StringProtocol) -> CalendarDay? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return CalendarDay(String(text)) }
        let numbers = parts.compactMap { Int($0) }
        return numbers.count == 3 ? CalendarDay(year: numbers[2], month: numbers[1], day: numbers[0]) : nil
    }

    private static func time(_ text: Substring, on day: CalendarDay) -> UTCTime? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.utf8.count) }), let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0...23).contains(hour), (0...59).contains(minute)
        else { return nil }
        return UTCTime(day, hour: hour, minute: minute)
    }
}
