import Testing

@testable import Agencies

@Suite struct WorkingCalendarTests {
    private func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

    @Test func `ten working days pass over weekends`() throws {
        let calendar = WorkingCalendar()
        // A Monday, and the Friday of the next week but for the day itself: the Monday after.
        #expect(try calendar.day(10, workingDaysAfter: day("2025-10-27")) == day("2025-11-10"))
        // Complete on a Saturday: the first day that counts is Monday.
        #expect(try calendar.day(1, workingDaysAfter: day("2025-10-25")) == day("2025-10-27"))
    }

    @Test func `holidays do not count, and a Saturday that is worked for one does`() throws {
        let calendar = WorkingCalendar(holidays: [try day("2026-09-01"), try day("2026-09-02")], workedWeekends: [try day("2026-08-29")])
        #expect(try calendar.day(1, workingDaysAfter: day("2026-08-28")) == day("2026-08-29"))
        #expect(try calendar.day(3, workingDaysAfter: day("2026-08-28")) == day("2026-09-03"))
        #expect(try calendar.workingDay(from: day("2026-09-01")) == day("2026-09-03"))
        #expect(try calendar.workingDay(from: day("2026-08-29")) == day("2026-08-29"))
    }

    @Test func `between a day and its deadline lie as many working days as were asked for`() throws {
        let calendar = WorkingCalendar(holidays: [try day("2025-12-31"), try day("2026-01-01")])
        var from = try day("2025-10-01")
        for count in 1...60 {
            let end = calendar.day(count, workingDaysAfter: from)
            let worked = (from.number + 1...end.number).count { calendar.isWorking(CalendarDay(number: $0)) }
            #expect(worked == count && calendar.isWorking(end))
            from = from.adding(days: 3)
        }
        #expect(calendar.day(0, workingDaysAfter: from) == from)
    }

    @Test func `months are added to days as calendars do`() throws {
        #expect(try day("2026-01-31").adding(months: 1) == day("2026-02-28"))
        #expect(try day("2027-11-30").adding(months: 3) == day("2028-02-29"))
        #expect(try day("2025-12-15").adding(months: 12) == day("2026-12-15"))
        #expect(try day("2199-12-01").adding(months: 1) == nil)
        #expect(LendingMonth("2025-12")?.next == LendingMonth("2026-01"))
        #expect(try LendingMonth("2025-12")?.lastDay == day("2025-12-31"))
        #expect(LendingMonth("2025") == nil && LendingMonth("2025-12-01") == nil && LendingMonth("2025-13") == nil)
    }
}
