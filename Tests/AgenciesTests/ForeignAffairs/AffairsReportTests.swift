import Contracts
import Testing

@testable import Agencies

@Suite struct AffairsReportTests {
    private func submit(_ office: AffairsTrial, _ period: String = "2025-H2") throws -> AffairsOffice.SentReport {
        try office.write { try $0.submitReport(on: try #require(ReportPeriod(period)), officer: "Lan", in: $1) }
    }

    @Test func `a report counts the cases of its period, and each correction has the next version`() throws {
        let office = try AffairsTrial.make()
        for number in 1...7 { try office.open(number, kind: number < 6 ? .wages : .arrest) }
        #expect(try submit(office).version == 1)
        try office.bring(AffairsTrial.ulid(1), to: .closed)
        #expect(try submit(office).version == 2)
        let sent: [Langson_Report_V1_Submitted] = try office.sent("report.submitted.v1")
        #expect(sent.map(\.version) == [1, 2])
        let report = try #require(sent.last)
        #expect(report.organisation == "foreign_affairs_department")
        #expect(report.form == .narrative)
        #expect(report.indicators.map(\.code) == ["protection_cases_opened"])
        // Five for wages and two for arrest: the two are told with the five.
        #expect(report.indicators.first?.parts.map(\.code) == ["other"])
        #expect(report.indicators.first?.total == 7)
        #expect(report.narrative == "protection_cases_mission_notified: < 5\nprotection_cases_closed: < 5")
    }

    @Test func `cases of another half year are in another report`() throws {
        let office = try AffairsTrial.make()
        for number in 1...5 { try office.open(number) }
        #expect(try submit(office, "2025-H1").indicators.first?.total == 0)
        #expect(try submit(office, "2025").indicators.first?.total == 5)
        #expect(affairsRefusal { _ = try submit(office, "2026-H1") }?.code == .forbidden)
    }

    @Test func `a report is in time before its day, and shown as due until it is sent`() throws {
        #expect(ReportPeriod("2025-H1")?.isInTime(CalendarDay("2025-06-19")!) == true)
        #expect(ReportPeriod("2025-H1")?.isInTime(CalendarDay("2025-06-20")!) == false)
        #expect(ReportPeriod("2025")?.isInTime(CalendarDay("2025-12-20")!) == true)
        #expect(ReportPeriod("2025")?.isInTime(CalendarDay("2025-12-21")!) == false)
        let office = try AffairsTrial.make(day: "2025-06-01")
        #expect(try office.summary().reportsDue.map(\.description) == ["2025-H1"])
        _ = try submit(office, "2025-H1")
        #expect(try office.summary().reportsDue.isEmpty)
        try office.tick(days: 180)
        #expect(try office.summary().reportsDue.map(\.description) == ["2025"])
    }

    @Test func `a late report stays until it is sent, whatever the year, and none is late from before the office was`() throws {
        let office = try AffairsTrial.make(day: "2025-10-25")
        #expect(try office.summary().reportsDue.isEmpty)
        office.now = UTCTime(CalendarDay("2027-02-01")!, hour: 8)
        #expect(try office.summary().reportsDue.map(\.description) == ["2025", "2026-H1", "2026"])
        _ = try submit(office, "2025")
        #expect(try office.summary().reportsDue.map(\.description) == ["2026-H1", "2026"])
    }

    @Test func `a period is a half year or a year`() {
        for text in ["", "2025-", "2025-H3", "2025-07", "25-H1", "2025-H1-H2", "2025-Q1", "20250"] {
            #expect(ReportPeriod(text) == nil, "\(text)")
        }
    }

    @Test(arguments: 1...200) func `no figure tells a count from 1 to 4, and none can be worked out`(seed: UInt64) {
        var state = seed &* 0x9e37_79b9_7f4a_7c15
        func next(_ limit: UInt64) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % limit)
        }
        let codes = ["arrest", "accident", "wages", "documents", "death", "other"]
        let counts = Dictionary(uniqueKeysWithValues: codes.prefix(1 + next(6)).map { ($0, next(9)) })
        let total = counts.values.reduce(0, +)
        guard let indicator = AffairsIndicator("figure", counts) else {
            #expect((1...4).contains(total), "seed \(seed)")
            return
        }
        #expect(indicator.total == total, "seed \(seed)")
        #expect(indicator.parts.map(\.count).reduce(0, +) == total, "seed \(seed)")
        #expect(indicator.parts.allSatisfy { $0.count == 0 || $0.count >= 5 }, "seed \(seed)")
        for part in indicator.parts where part.code != "other" && part.code != "all" {
            #expect(counts[part.code] == part.count, "seed \(seed)")
        }
    }
}
