import Contracts
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct ReportTests {
    private func report(_ organisation: String, version: UInt32 = 1, total: Int64 = 40) -> Langson_Report_V1_Submitted {
        .with {
            $0.organisation = organisation
            $0.period = "2025"
            $0.form = .reportForm02
            $0.version = version
            $0.indicators = [
                .with {
                    $0.code = "loans.disbursed"
                    $0.unit = .loans
                    $0.total = total
                    $0.parts = [
                        .with {
                            $0.code = "all"
                            $0.value = total
                        }
                    ]
                }
            ]
            $0.narrative = "All <well> & good."
        }
    }

    private var period: ReportPeriod { ReportPeriod("2025")! }

    @Test func `the half year is due before 20 June and the year before 21 December`() throws {
        #expect(ReportPeriod("2026-H1")?.dueBefore() == CalendarDay("2026-06-20"))
        #expect(ReportPeriod("2026")?.dueBefore() == CalendarDay("2026-12-21"))
        for text in ["26", "2026-H3", "2026-", "2026-H1-", "abcd"] { #expect(ReportPeriod(text) == nil) }
    }

    @Test func `who is late is chased, and who has handed in is not`() throws {
        let hub = try LabourTrial(day: "2025-12-20")
        try hub.office.receive("report.submitted.v1", report("policy_bank_branch"))
        func standings() throws -> [ReportStanding] {
            try hub.office.store.read { try ReportStanding.all(period, office: hub.office.rules, today: hub.office.now.day(), $0) }
        }
        #expect(try standings().map(\.daysLate) == [0, 0, 0])
        try hub.office.tick(days: 1)
        let late = try standings()
        #expect(late.map(\.daysLate) == [1, 0, 1])
        try hub.office.write { try ReportStanding.chase(late.filter { $0.daysLate > 0 }, period, in: $1) }
        #expect(try standings().map(\.chasedOn) == [["2025-12-21"], [], ["2025-12-21"]])
    }

    @Test func `a correction takes the place of what was handed in, and an older version never`() throws {
        let hub = try LabourTrial()
        try hub.office.receive("report.submitted.v1", report("policy_bank_branch", version: 2, total: 50))
        try hub.office.receive("report.submitted.v1", report("policy_bank_branch", version: 1, total: 40))
        try hub.office.receive("report.submitted.v1", report("border_guard_command", total: 7))
        let consolidation = try hub.office.store.read { try Consolidation(period, office: hub.office.rules, today: hub.office.now.day(), $0) }
        let figure = consolidation.sections.flatMap(\.figures).first { $0.code == "report.loans.disbursed" }
        #expect(figure?.value == 57)
    }

    @Test func `a report tells counts, and no few people`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(7)
        for number in 0..<3 { try hub.exit(number, hub.time("2025-10-25")) }
        try hub.office.receive("report.submitted.v1", report("policy_bank_branch"))
        let disbursement = Langson_Loan_V1_DisbursedReported.with {
            $0.period = "2025-11"
            $0.fund = .central
            $0.loans = 12
            $0.totalVnd = 600_000_000
        }
        try hub.office.receive("loan.disbursed.reported.v1", disbursement)
        let consolidation = try hub.office.store.read { try Consolidation(period, office: hub.office.rules, today: hub.office.now.day(), $0) }
        let csv = consolidation.csv(.en)
        #expect(csv.contains("orders.accepted,Accepted,7,100\r\n"))
        #expect(csv.contains("orders.departed,Departed,< 5,100\r\n"))
        #expect(csv.contains("orders.returned,Returned,0,< 5\r\n"))
        #expect(csv.contains("crossings.exits,Exits,< 5,\r\n"))
        #expect(csv.contains(",600000000,100000000000\r\n"))
        let html = ReportPage(consolidation, language: .vi, day: hub.office.now.day(), isExercise: true).html
        #expect(html.contains("DIỄN TẬP"))
        #expect(html.contains("600.000.000\u{a0}₫"))
        #expect(html.contains("All &lt;well&gt; &amp; good."))
        #expect(html.contains("&lt; 5"))
        #expect(!html.contains(hub.token(0)))
        #expect(
            try consolidation.csv(.vi)
                == hub.office.store.read { try Consolidation(period, office: hub.office.rules, today: hub.office.now.day(), $0) }.csv(.vi)
        )
    }

    @Test func `passages are counted for a period, also when they are a month's count alone`() throws {
        let hub = try LabourTrial()
        for number in 0..<6 { try hub.exit(number, hub.time("2025-10-21")) }
        func csv() throws -> String {
            try hub.office.store.read { try Consolidation(period, office: hub.office.rules, today: hub.office.now.day(), $0) }.csv(.en)
        }
        #expect(try csv().contains("crossings.exits,Exits,6,\r\n"))
        hub.office.now = hub.time("2026-02-20")
        try hub.office.tick()
        #expect(try csv().contains("crossings.exits,Exits,6,\r\n"))
    }

    @Test func `a worker's papers are kept step by step`() throws {
        let hub = try LabourTrial()
        let worker = try #require(try hub.enrol(1).first)
        for result in [Langson_Worker_V1_DossierResult.pending, .ok] {
            let dossier = Langson_Worker_V1_DossierChanged.with {
                $0.workerRef = worker
                $0.step = .health
                $0.result = result
                $0.validUntil = "2026-04-01"
            }
            try hub.office.receive("worker.dossier.changed.v1", dossier)
        }
        let steps = try hub.office.store.read { try DossierRecord.all(of: worker, $0) }
        #expect(steps.map(\.resultName.en) == ["passed"])
        #expect(steps.map(\.validUntil) == ["2026-04-01"])
    }

    @Test func `targets are measured against the plan and the year before`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(10)
        for number in 0..<10 { try hub.exit(number, hub.time("2025-10-25")) }
        try hub.office.write { _, transaction in
            try TargetProgress.record(market: "japan", month: "2025-03", count: 440, transaction.database)
            try TargetProgress.record(market: "japan", month: "2024-03", count: 400, transaction.database)
        }
        let progress = try hub.office.store.read { try TargetProgress.all(2025, reference: .standard, $0) }
        #expect(progress.map(\.count) == [10, 440, 450])
        #expect(progress.map(\.percent) == [0, 110, nil])
        #expect(progress.map(\.growthPercent) == [nil, 10, 12])
    }

    @Test func `who was erased is forgotten, and counts stay`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(1)
        try hub.exit(0, hub.time("2025-10-25"))
        let worker = try #require(try hub.journeys().first).workerRef
        let erased = Langson_Gateway_V1_SubjectErased.with {
            $0.askedBy = "labour"
            $0.subject = worker
            $0.reason = "asked"
            $0.at = hub.office.now.timestamp
        }
        try hub.office.receive("gateway.subject.erased.v1", erased)
        #expect(try hub.journey(0) == nil)
        #expect(try hub.journeys().map(\.state) == [.exited])
        #expect(try hub.office.store.read { try WorkerRecord.find(worker, $0).isErased })
        // Nobody is reminded of whom the gateway has forgotten.
        let said = try hub.office.sent().count
        hub.office.now = hub.time("2026-03-01")
        try hub.office.tick()
        #expect(try hub.office.sent().dropFirst(said).allSatisfy { $0.type == "demand.fill.reported.v1" })
    }

    private func figures(_ period: String, _ hub: LabourTrial) throws -> [String: Figure] {
        let report = try hub.office.store.read {
            try Consolidation(ReportPeriod(period)!, office: hub.office.rules, today: hub.office.now.day(), $0)
        }
        return Dictionary(report.sections.flatMap(\.figures).map { ($0.code, $0) }) { first, _ in first }
    }

    @Test func `journeys by state are those of the period, as they stood at its end`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(3)
        try hub.exit(0, hub.time("2025-10-25"))
        try hub.enter(0, hub.time("2025-12-20"))
        try hub.exit(1, hub.time("2025-10-25"))
        try hub.enter(1, hub.time("2026-01-15"))
        hub.office.now = hub.time("2026-01-16")
        try hub.office.tick()
        func states(_ period: String) throws -> [String: Int64] {
            try figures(period, hub).filter { $0.key.hasPrefix("journeys.") && $0.value.value > 0 }.mapValues(\.value)
        }
        #expect(try states("2025") == ["journeys.returned": 1, "journeys.exited": 1, "journeys.no_show": 1])
        #expect(try states("2025-H1") == [:])
        #expect(try states("2026-H1") == ["journeys.returned": 1])
        #expect(try states("2026-H2") == [:])
    }

    @Test func `an order counts in the year in which its season begins, and each departure and return in its own`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(7)
        for number in 0..<7 { try hub.exit(number, hub.time(number < 6 ? "2025-10-25" : "2026-01-03")) }
        for number in 0..<6 { try hub.enter(number, hub.time(number < 5 ? "2026-01-15" : "2025-12-30")) }
        func values(_ period: String) throws -> [Int64?] {
            let figures = try figures(period, hub)
            return ["seats", "offered", "accepted", "departed", "returned"].map { figures["orders.\($0)"]?.value }
        }
        #expect(try values("2025") == [100, 7, 7, 6, 1])
        #expect(try values("2026") == [0, 0, 0, 1, 5])
        #expect(try figures("2025", hub)["orders.returned"]?.goal == 6)
        // One is not back: how many were to come back is not told beside it.
        #expect(try figures("2026", hub)["orders.returned"]?.goal == nil)
        #expect(try figures("2026", hub)["orders.departed"]?.goal == nil)
    }

    @Test func `indicators that were handed in keep their name and what they count, and unlike ones are not added up`() throws {
        let hub = try LabourTrial()
        func report(_ organisation: String, _ code: String, _ unit: Langson_Report_V1_IndicatorUnit, _ total: Int64) -> Langson_Report_V1_Submitted {
            .with {
                $0.organisation = organisation
                $0.period = "2025"
                $0.form = .narrative
                $0.version = 1
                $0.indicators = [
                    .with {
                        $0.code = code
                        $0.unit = unit
                        $0.total = total
                        $0.parts = [.with { $0.value = total }]
                    }
                ]
            }
        }
        try hub.office.receive("report.submitted.v1", report("policy_bank_branch", "disbursed", .vnd, 600_000_000))
        try hub.office.receive("report.submitted.v1", report("foreign_affairs_department", "disbursed", .cases, 7))
        try hub.office.receive("report.submitted.v1", report("border_guard_command", "handovers", .events, 11))
        let consolidation = try hub.office.store.read { try Consolidation(period, office: hub.office.rules, today: hub.office.now.day(), $0) }
        let csv = consolidation.csv(.vi)
        #expect(csv.contains("report.disbursed,Số tiền đã giải ngân,600000000,\r\n"))
        #expect(csv.contains("report.disbursed,Số tiền đã giải ngân,7,\r\n"))
        #expect(csv.contains("report.handovers,Đợt bàn giao người,11,\r\n"))
        let html = ReportPage(consolidation, language: .vi, day: hub.office.now.day(), isExercise: true).html
        #expect(html.contains("600.000.000\u{a0}₫"))
        #expect(html.contains("7 vụ việc"))
        #expect(html.contains("11 lượt"))
    }

    @Test func `what is due soon or late is spoken of until it is there, last year's too`() throws {
        let hub = try LabourTrial(day: "2025-10-20")
        func due() throws -> [String] {
            try hub.office.store.read { try AwaitedReport.all(office: hub.office.rules, today: hub.office.now.day(), $0) }
                .map { "\($0.due.period) \($0.due.isLate ? "late" : "due") \($0.missing.count)" }
        }
        // The half year was due before this office was made.
        #expect(try due() == [])
        hub.office.now = hub.time("2025-11-20")
        #expect(try due() == [])
        hub.office.now = hub.time("2025-11-21")
        #expect(try due() == ["2025 due 3"])
        try hub.office.receive("report.submitted.v1", report("policy_bank_branch"))
        hub.office.now = hub.time("2025-12-21")
        #expect(try due() == ["2025 late 2"])
        hub.office.now = hub.time("2026-06-19")
        #expect(try due() == ["2025 late 2", "2026-H1 due 3"])
        for office in ["border_guard_command", "foreign_affairs_department"] { try hub.office.receive("report.submitted.v1", report(office)) }
        #expect(try due() == ["2026-H1 due 3"])
        hub.office.now = hub.time("2026-06-20")
        #expect(try due() == ["2026-H1 late 3"])
        let wordings = try hub.office.store.read { try AwaitedReport.all(office: hub.office.rules, today: hub.office.now.day(), $0) }.map(\.wording)
        #expect(wordings[0].vi.contains("20/06/2026") && wordings[0].vi.contains("Sở Ngoại vụ"))
    }

    @Test func `an office whose duties another took over has handed in when that one has`() throws {
        var settings = LabourSettings()
        settings.reporting = ["labour_department"]
        let hub = try LabourTrial(settings: settings)
        try hub.office.receive("report.submitted.v1", report("home_affairs_department"))
        let standings = try hub.office.store.read { try ReportStanding.all(period, office: hub.office.rules, today: hub.office.now.day(), $0) }
        #expect(standings.map(\.receivedOn) == [CalendarDay("2025-10-20")])
    }
}
