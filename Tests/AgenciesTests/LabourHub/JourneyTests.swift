import Contracts
import GRDB
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct JourneyTests {
    @Test func `a worker goes and comes back`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(1)
        #expect(try hub.journey(0)?.state == .manifested)
        try hub.exit(0, hub.time("2025-10-25"))
        #expect(try hub.journey(0)?.state == .exited)
        try hub.enter(0, hub.time("2026-01-10"), need: .wages)
        let journey = try #require(try hub.journey(0))
        #expect(journey.state == .returned)
        #expect(journey.exitedAt == hub.time("2025-10-25"))
        #expect(journey.returnedAt == hub.time("2026-01-10"))
        #expect(journey.need == Langson_Crossing_V1_DeclaredNeed.wages.rawValue)
    }

    @Test func `whatever the order in which crossings come, the journey is the same`() throws {
        enum Step: CaseIterable { case exit, exitAgain, visit, exitAfterVisit, entry }
        func play(_ steps: [Step]) throws -> JourneyRecord? {
            let hub = try LabourTrial()
            try hub.sendOff(1)
            for step in steps {
                switch step {
                case .exit: try hub.exit(0, hub.time("2025-10-25", 8))
                // The same passage, read by a second terminal.
                case .exitAgain: try hub.exit(0, hub.time("2025-10-25", 9), gate: "CM")
                case .visit: try hub.enter(0, hub.time("2025-12-01"))
                case .exitAfterVisit: try hub.exit(0, hub.time("2025-12-03"))
                case .entry: try hub.enter(0, hub.time("2026-01-15"))
                }
            }
            return try hub.journey(0)
        }
        let expected = try #require(try play(Step.allCases))
        #expect(expected.state == .returned)
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<40 {
            let steps = Step.allCases.shuffled(using: &generator) + [Step.allCases.randomElement(using: &generator) ?? .exit]
            let journey = try #require(try play(steps))
            #expect(journey.state == expected.state, "\(steps)")
            #expect(journey.exitedAt == expected.exitedAt, "\(steps)")
            #expect(journey.returnedAt == expected.returnedAt, "\(steps)")
        }
    }

    @Test func `a renewal is called due once, before the permit ends, and again after it was renewed`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(1)
        try hub.exit(0, hub.time("2025-10-25"))
        let contract = try #require(try hub.journeys().first).contractRef
        try hub.office.write { try Journeys(settings: $0.settings).renew(contract, until: CalendarDay("2025-11-25")!, in: $1) }
        hub.office.now = hub.time("2025-11-09")
        try hub.office.tick()
        #expect(try hub.office.sent("permit.renewal.due.v1", as: Langson_Permit_V1_RenewalDue.self).isEmpty)
        for _ in 0..<3 { try hub.office.tick(days: 1) }
        let due = try hub.office.sent("permit.renewal.due.v1", as: Langson_Permit_V1_RenewalDue.self)
        #expect(due.map(\.validUntil) == ["2025-11-25"])
        #expect(due.map(\.daysPast) == [0])
        #expect(try hub.journey(0)?.state == .renewalDue)
        try hub.office.write { try Journeys(settings: $0.settings).renew(contract, until: CalendarDay("2025-12-25")!, in: $1) }
        #expect(try hub.journey(0)?.state == .exited)
        hub.office.now = hub.time("2025-12-20")
        try hub.office.tick()
        #expect(try hub.office.sent("permit.renewal.due.v1", as: Langson_Permit_V1_RenewalDue.self).count == 2)
    }

    @Test func `somebody asks after a worker whose permit and contract have ended`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(2)
        try hub.exit(0, hub.time("2025-10-25"))
        try hub.exit(1, hub.time("2025-10-25"))
        hub.office.now = hub.time("2026-01-10")
        try hub.office.tick()
        try hub.enter(1, hub.time("2026-01-15"))
        hub.office.now = hub.time("2026-01-22")
        try hub.office.tick()
        #expect(try hub.office.sent("return.welfare.due.v1", as: Langson_Return_V1_WelfareDue.self).isEmpty)
        try hub.office.tick(days: 1)
        let due = try hub.office.sent("return.welfare.due.v1", as: Langson_Return_V1_WelfareDue.self)
        #expect(due.map(\.daysPast) == [3])
        let contract = try #require(try hub.journey(0)).contractRef
        let id = try hub.office.write { try Journeys(settings: $0.settings).openCase(contract, kind: .missing, country: "CN", in: $1) }
        #expect(try hub.office.sent("protection.case.opened.v1", as: Langson_Protection_V1_CaseOpened.self).map(\.caseID) == [id])
        #expect(throws: OfficeError.self) {
            try hub.office.write { try Journeys(settings: $0.settings).openCase(contract, kind: .missing, country: "CN", in: $1) }
        }
        // The worker is found, and comes home.
        try hub.enter(0, hub.time("2026-02-01"))
        #expect(try hub.journey(0)?.state == .returned)
    }

    @Test func `who is away for longer than crossings are kept comes back all the same`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(1)
        try hub.exit(0, hub.time("2025-10-25"))
        hub.office.now = hub.time("2026-02-10")
        try hub.office.tick()
        #expect(try hub.office.store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM crossing") } == 0)
        try hub.enter(0, hub.time("2026-02-10", 7))
        #expect(try hub.journey(0)?.state == .returned)
        #expect(try hub.journey(0)?.exitedAt == hub.time("2025-10-25"))
        // Found to have left again since.
        hub.office.now = hub.time("2026-06-10")
        try hub.office.tick()
        try hub.exit(0, hub.time("2026-02-12"))
        #expect(try hub.journey(0)?.returnedAt == nil)
    }

    @Test func `who does not come is no show, which is ordinary, and a late scan mends it`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(1)
        hub.office.now = hub.time("2025-10-29")
        try hub.office.tick()
        #expect(try hub.journey(0)?.state == .noShow)
        try hub.exit(0, hub.time("2025-10-25"))
        #expect(try hub.journey(0)?.state == .exited)
    }

    @Test(arguments: JourneyState.allCases.flatMap { from in JourneyState.allCases.map { (from, $0) } })
    func `a step that the journey does not have is refused with its states named`(from: JourneyState, to: JourneyState) throws {
        try expectStep(from, to)
    }

    @Test(arguments: ContractState.allCases.flatMap { from in ContractState.allCases.map { (from, $0) } })
    func `a step that a contract does not have is refused with its states named`(from: ContractState, to: ContractState) throws {
        try expectStep(from, to)
    }

    @Test func `crossings become counts by month, and an unknown document is ordinary`() throws {
        let hub = try LabourTrial()
        for number in 0..<3 { try hub.exit(number, hub.time("2025-10-21")) }
        // 1 November in Vietnam, and still October in UTC.
        try hub.exit(9, UTCTime(CalendarDay("2025-11-01")!, hour: 1))
        #expect(try hub.office.problems().isEmpty)
        hub.office.now = hub.time("2026-02-20")
        try hub.office.tick()
        let months = try hub.office.store.read { database in
            try Row.fetchAll(database, sql: "SELECT month, count FROM crossing_month ORDER BY month").map { "\($0[0] as String):\($0[1] as Int)" }
        }
        #expect(months == ["2025-10:3", "2025-11:1"])
        #expect(try hub.office.store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM crossing") } == 0)
    }

    @Test func `who left before the list was made is on the way all the same`() throws {
        let hub = try LabourTrial()
        hub.office.now = hub.time("2025-10-25")
        try hub.exit(0, hub.time("2025-10-25", 7))
        try hub.sendOff(1)
        #expect(try hub.journey(0)?.state == .exited)
    }

    @Test func `who was reached and is still not back is asked after again`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(1)
        try hub.exit(0, hub.time("2025-10-25"))
        hub.office.now = hub.time("2026-01-23")
        try hub.office.tick()
        let contract = try #require(try hub.journey(0)).contractRef
        try hub.office.write { try Journeys(settings: $0.settings).contacted(contract, in: $1) }
        for days in [13, 1, 1] { try hub.office.tick(days: days) }
        let due = try hub.office.sent("return.welfare.due.v1", as: Langson_Return_V1_WelfareDue.self)
        #expect(due.map(\.daysPast) == [3, 17])
        #expect(try hub.journey(0)?.state == .welfareDue)
        try hub.office.write { try Journeys(settings: $0.settings).renew(contract, until: CalendarDay("2026-03-31")!, in: $1) }
        #expect(try hub.journey(0)?.state == .exited)
    }

    @Test func `who declined while the exit was on its way is followed`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(1)
        let contract = try #require(try hub.journey(0)).contractRef
        try hub.office.write { try Contracting(in: $1).decline(contract) }
        #expect(try hub.journey(0)?.state == .noShow)
        try hub.exit(0, hub.time("2025-10-25"))
        #expect(try hub.journey(0)?.state == .exited)
    }

    @Test func `long after its end a journey is a month, and the year counts it all the same`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(1)
        try hub.exit(0, hub.time("2025-10-25"))
        try hub.enter(0, hub.time("2025-12-05"))
        hub.office.now = hub.time("2026-03-10")
        try hub.office.tick()
        let journey = try #require(try hub.journeys().first)
        #expect(journey.token.isEmpty && journey.state == .returned)
        #expect(journey.exitedAt == UTCTime(CalendarDay("2025-10-01")!))
        #expect(journey.returnedAt == UTCTime(CalendarDay("2025-12-01")!))
        #expect(try hub.office.store.read { try TargetProgress.all(2025, reference: .standard, $0) }[0].count == 1)
    }
}
