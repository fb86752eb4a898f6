import Agencies
import Testing

struct DateTests {
    @Test(arguments: ["2025", "2025-03", "2025-06-30", "2024-02-29", "1900", "2199-12-31"])
    func `a date is written back as it was read`(text: String) throws {
        #expect(try #require(PartialDate(text)).description == text)
    }

    @Test(arguments: [
        "", "25", "2025-3", "2025-13", "2025-00", "2025-02-29", "1900-02-29", "2025-06-31", "1899", "2200", "2025-06-30-01", "+025", "2025-",
    ])
    func `what is no date is none`(text: String) {
        #expect(PartialDate(text) == nil)
    }

    @Test func `a year or a month stands for all of it`() throws {
        let month = try #require(PartialDate("2024-02"))
        #expect(month.firstDay.description == "2024-02-01")
        #expect(month.lastDay.description == "2024-02-29")
        let year = try #require(PartialDate("2025"))
        #expect(year.firstDay.description == "2025-01-01")
        #expect(year.lastDay.description == "2025-12-31")
    }

    @Test func `a validity without ends holds on every day`() throws {
        let day = try #require(CalendarDay(year: 2026, month: 10, day: 25))
        #expect(Validity(from: nil, to: nil).contains(day))
        #expect(Validity(from: PartialDate("2026-10-25"), to: PartialDate("2026-10-25")).contains(day))
        #expect(!Validity(from: PartialDate("2026-10-26"), to: nil).contains(day))
        #expect(!Validity(from: nil, to: PartialDate("2026-09")).contains(day))
    }

    @Test(arguments: ["77-78", "293", "213-217 313-319", "1-20 542-550"])
    func `cited lines are written back as they were read`(text: String) throws {
        #expect(try #require(SourceLines(text)).description == text)
    }

    @Test(arguments: ["", "0", "78-77", "1-2-3", "a", "5 4", "5 5", "1  2", " 1", "-5", "5-", "+5", "1234567"])
    func `what names no lines is refused`(text: String) {
        #expect(SourceLines(text) == nil)
    }
}
