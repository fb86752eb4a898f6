import Testing

@testable import Agencies

@Suite struct TimeTests {
    @Test func `days are numbered as the calendar counts them`() throws {
        #expect(CalendarDay("1970-01-01")?.number == 0)
        #expect(CalendarDay("2000-03-01")?.number == 11_017)
        var day = try #require(CalendarDay("1999-12-25"))
        for step in 0..<1_000 {
            #expect(CalendarDay(number: day.number) == day)
            #expect(day.adding(days: 1).number == day.number + 1, "step \(step)")
            day = day.adding(days: 1)
        }
        #expect(CalendarDay("2026-11-25")?.weekday == 3)
        #expect(CalendarDay("2024-02-29")?.adding(days: 366) == CalendarDay("2025-03-01"))
    }

    @Test func `a time that nobody can mean is shown as the nearest day, and ends no program`() {
        for (seconds, day) in [(-62_135_596_800, "1900-01-01"), (253_402_300_799, "2199-12-31"), (-2_208_988_800, "1900-01-01")] as [(Int64, String)]
        {
            #expect(UTCTime(seconds: seconds).day().description == day)
            #expect(!UTCTime(seconds: seconds).onBothClocks.isEmpty)
        }
        #expect(!UTCTime(seconds: -62_135_596_800).isSensible)
        #expect(CalendarDay("2199-12-31")?.adding(days: 30) == CalendarDay("2199-12-31"))
        #expect(CalendarDay("1900-01-01")?.number == -25_567 && CalendarDay("2199-12-31")?.number == 84_005)
    }

    @Test func `a moment is shown on both clocks`() throws {
        let time = UTCTime(try #require(CalendarDay("2025-10-25")), hour: 23, minute: 30)
        #expect(time.description == "2025-10-25T16:30:00Z")
        #expect(time.onBothClocks == "25/10/2025 23:30 (VN) · 26/10/2025 00:30 (CN)")
        #expect(time.adding(seconds: -3_600).onBothClocks == "25/10/2025 22:30 (VN) · 23:30 (CN)")
        #expect(UTCTime(time.timestamp) == time)
        #expect(UTCTime(microseconds: -1).description == "1969-12-31T23:59:59Z")
    }

    @Test func `an amount is written in groups of three, and read back`() {
        #expect(VND(1_250_000).description == "1.250.000\u{a0}₫")
        #expect(VND(0).description == "0\u{a0}₫")
        #expect(VND(-42).description == "−42\u{a0}₫")
        for (text, dong) in [
            ("1250000", 1_250_000), ("1.250.000", 1_250_000), ("1.250.000 ₫", 1_250_000), (VND(1_250_000).description, 1_250_000), ("999", 999),
            ("0", 0),
        ] {
            #expect(VND(text)?.dong == Int64(dong))
        }
        for text in ["", "-1", "1,250", "1.25", "1.2500.000", "12.50", "1e6", "1 250", "9999999999999999", ".", "₫"] {
            #expect(VND(text) == nil, "\(text)")
        }
    }

    @Test func `a name follows from what it stands for, and tells nothing of it`() throws {
        let office = try OfficeTrial(TallyOffice())
        let names = try office.write { _, transaction in
            [transaction.name("a", "b"), transaction.name("a", "b"), transaction.name("ab"), transaction.name("a", "b", "")]
        }
        #expect(names[0] == names[1])
        #expect(Set(names).count == 3)
        #expect(names.allSatisfy { ULID($0.description) == $0 })
        #expect(ULID(milliseconds: 0, tail: [UInt8](repeating: 0, count: 10)).description == "00000000000000000000000000")
        #expect(ULID(milliseconds: (1 << 48) - 1, tail: [UInt8](repeating: 255, count: 10)).description == "7ZZZZZZZZZZZZZZZZZZZZZZZZZ")
        #expect(ULID("8ZZZZZZZZZZZZZZZZZZZZZZZZZ") == nil)
    }
}
