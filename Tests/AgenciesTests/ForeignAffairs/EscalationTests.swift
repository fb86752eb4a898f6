import Contracts
import Testing

@testable import Agencies

@Suite struct EscalationTests {
    @Test func `a case that nobody acts upon escalates in its minute, and whoever opened it is told`() throws {
        let office = try AffairsTrial.make()
        let id = try office.open()
        try office.tick(seconds: 1_799)
        #expect(try office.find(id).state == .reported)
        #expect(try office.changes().isEmpty)
        try office.tick(seconds: 1)
        #expect(try office.find(id).state == .escalated)
        #expect(try office.changes().map(\.state) == [.escalated])
        let step = try #require(try office.steps(id).last)
        #expect(step.officer == nil && step.from == .reported)
        // Once.
        try office.tick(seconds: 60)
        #expect(try office.changes().count == 1)
    }

    @Test func `an escalated case is shown first until a person acts, however long that takes`() throws {
        let office = try AffairsTrial.make()
        let id = try office.open(1)
        try office.tick(days: 400)
        try office.open(2)
        #expect(try office.cases().map(\.id) == [id, AffairsTrial.ulid(2)])
        for language in Language.allCases { #expect(try office.summary().urgentLines(language).first?.contains(id) == true) }
        // To be its officer is not yet to act.
        try office.write { _ = try $0.takeCase(id, officer: "Lan", in: $1) }
        #expect(try office.summary().urgent.map(\.id) == [id])
        try office.write { _ = try $0.triageCase(id, officer: "Lan", in: $1) }
        #expect(try office.summary().urgentLines(.vi).isEmpty)
    }

    @Test func `who takes a new case has the same time once more to triage it, and handing over gives none`() throws {
        let office = try AffairsTrial.make()
        let id = try office.open()
        try office.tick(seconds: 1_700)
        try office.write { _ = try $0.takeCase(id, officer: "Lan", in: $1) }
        try office.tick(seconds: 1_700)
        #expect(try office.find(id).state == .reported)
        try office.write { _ = try $0.takeCase(id, officer: "Hoa", over: "ca trực mới", in: $1) }
        try office.tick(seconds: 100)
        #expect(try office.find(id).state == .escalated)
    }

    @Test func `a mission that does not act in its time makes the case escalate, and it can be told again`() throws {
        var settings = AffairsSettings()
        settings.missionHours = 2
        let office = try AffairsTrial.make(settings)
        let id = try office.open()
        try office.bring(id, to: .missionNotified)
        try office.tick(seconds: 2 * 3_600)
        #expect(try office.find(id).state == .escalated)
        try office.bring(id, to: .acting)
        #expect(try office.find(id).state == .acting)
        #expect(try office.sent().filter { $0.type == "protection.mission.notified.v1" }.count == 2)
    }

    @Test func `a reopened case escalates like a new one`() throws {
        let office = try AffairsTrial.make()
        let id = try office.open()
        try office.bring(id, to: .closed)
        try office.write { _ = try $0.reopenCase(id, officer: "Lan", reason: "tin mới", in: $1) }
        try office.tick(days: 1)
        #expect(try office.find(id).state == .escalated)
        #expect(try office.changes().suffix(2).map(\.state) == [.reopened, .escalated])
    }

    @Test func `no clock closes a case, in whatever state it waits`() throws {
        let office = try AffairsTrial.make()
        let waiting: [ProtectionCaseState] = [.triaged, .missionNotified, .acting, .resolved, .familyInformed, .referred]
        for (number, state) in waiting.enumerated() { try office.bring(try office.open(number), to: state) }
        for _ in 0..<8 { try office.tick(days: 100) }
        let states = try office.cases().map(\.state)
        #expect(states.count == waiting.count)
        #expect(states.allSatisfy { $0 != .closed })
        #expect(try office.summary().urgent.count == 1)
        #expect(try office.summary().overdue == waiting.count - 1)
    }

    @Test func `the office's own times are used, and a case that comes late has the whole of them`() throws {
        var settings = AffairsSettings()
        settings.acknowledgeMinutes = 5
        let office = try AffairsTrial.make(settings)
        // The news is from before: the post was offline for three days.
        try office.tick(days: 3)
        let id = try office.open()
        #expect(try office.find(id).reviewAt == office.now.adding(seconds: 300))
        try office.tick(seconds: 299)
        #expect(try office.find(id).state == .reported)
    }

    @Test func `time to act counts from when the gateway had the case, so that an office that was off for a night gains none`() throws {
        let office = try AffairsTrial.make()
        let night = try office.open(1, recordedAt: office.now.adding(seconds: -8 * 3_600))
        #expect(try office.summary().urgent.map(\.id) == [night])
        try office.write { _ = try $0.takeCase(night, officer: "Lan", in: $1) }
        try office.tick()
        #expect(try office.find(night).state == .escalated)
        let morning = try office.open(2, recordedAt: office.now.adding(seconds: -1_200))
        #expect(try office.find(morning).reviewAt == office.now.adding(seconds: 600))
        // This machine's clock is behind the gateway's.
        let ahead = try office.open(3, recordedAt: office.now.adding(seconds: 3_600))
        #expect(try office.find(ahead).reviewAt == office.now.adding(seconds: 1_800))
    }

    @Test func `an exercise on a clock of its own takes no time from the gateway's`() throws {
        let office = try AffairsTrial(AffairsOffice(sharesGatewayTime: false), isExercise: true)
        let id = try office.open(recordedAt: office.now.adding(seconds: -8 * 3_600))
        #expect(try office.find(id).reviewAt == office.now.adding(seconds: 1_800))
    }

    @Test func `news that came to this office itself waits from when it came`() throws {
        let office = try AffairsTrial.make()
        let opened = try office.write { rules, transaction in
            let at = transaction.now.adding(seconds: -3_600)
            return try rules.openCase(CaseReport(channel: .phone, kind: .arrest, country: "CN", at: at), officer: "Lan", in: transaction)
        }
        #expect(try office.summary().urgent.map(\.id) == [opened.id])
    }

    @Test func `while the service is down, a case that is overdue is shown first all the same, and taking it does not hide it`() throws {
        let office = try AffairsTrial.make()
        try office.bring(try office.open(2), to: .acting)
        let id = try office.open(1)
        office.now = office.now.adding(seconds: 90_000)
        #expect(try office.cases().map(\.id) == [id, AffairsTrial.ulid(2)])
        #expect(try office.summary().urgent.map(\.id) == [id])
        #expect(try office.summary().overdue == 1)
        try office.write { _ = try $0.takeCase(id, officer: "Lan", in: $1) }
        try office.tick()
        #expect(try office.find(id).state == .escalated)
    }
}
