import Testing

@testable import Agencies

@Suite struct ReportDueTests {
    @Test func `a report of the year before is spoken of in December too, with what is due soon, and none from before the store`() throws {
        let office = try OfficeTrial(TallyOffice(), day: "2025-07-01")
        func due(_ day: String) throws -> [String] {
            let day = try #require(CalendarDay(day))
            return try office.store.read { try ReportDue.all(on: day, $0) }.map { "\($0.period)" + ($0.isLate ? " late" : "") }
        }
        #expect(try due("2025-11-20").isEmpty)
        #expect(try due("2025-11-21") == ["2025"])
        #expect(try due("2026-12-10") == ["2025 late", "2026-H1 late", "2026"])
    }
}
