import Testing

@testable import Agencies

struct SeasonCalendarTests {
    @Test func `each order stands in its months at its gates`() throws {
        let desk = try OfficeTrial()
        let end = try #require(CalendarDay("2025-12-01"))
        _ = try desk.published("A-1", DeskTrial.terms { $0.seasonTo = end })
        _ = try desk.published(
            "A-2",
            DeskTrial.terms {
                $0.gates = ["HN"]
                $0.seats = 5
            }
        )
        let gone = try desk.published("A-3")
        try desk.write { _ = try $0.cancel(gone.id, reason: "x", in: $1) }
        let today = try #require(CalendarDay("2025-10-25"))
        let calendar = try desk.store.read { try SeasonCalendar($0, from: today, months: 4) }
        #expect(calendar.gates == ["CM", "HN"])
        #expect(calendar.months.map(\.description) == ["2025-10-01", "2025-11-01", "2025-12-01", "2026-01-01"])
        let seats = calendar.gates.indices.map { gate in calendar.months.indices.map { calendar[gate, $0].seats } }
        #expect(seats == [[0, 40, 40, 0], [0, 45, 45, 5]])
        #expect(calendar[1, 1].orders == 2)
        let november = try desk.store.read { try SeasonCalendar($0, from: end.adding(days: -1), months: 1) }
        #expect(november.firstMonth(at: "HN").seats == 45)
        #expect(november.firstMonth(at: "DD").orders == 0)
    }
}
