import Client
import Contracts
import Testing

@testable import Agencies

@Suite struct ProtectionCaseTests {
    @Test func `a case goes from the news to the end, and whoever opened it is told of each step`() throws {
        let office = try AffairsTrial.make()
        let id = try office.open()
        try office.bring(id, to: .closed)
        #expect(try office.find(id).state == .closed)
        let changes = try office.changes()
        #expect(changes.map(\.state) == [.triaged, .missionNotified, .acting, .resolved, .familyInformed, .closed])
        #expect(changes.map(\.from) == [.reported, .triaged, .missionNotified, .acting, .resolved, .familyInformed])
        #expect(changes.allSatisfy { $0.openedBy == "centre-a" && $0.caseID == id })
        #expect(changes.map(\.hasNextReviewAt) == [true, true, true, true, true, false])
        #expect(changes.last?.outcome == .wagesPaid)
        let notified: [Langson_Protection_V1_MissionNotified] = try office.sent("protection.mission.notified.v1")
        #expect(notified.map(\.missionCode) == ["CG-NN"])
        #expect(notified.first?.receipt == "12/CV")
        #expect(try office.steps(id).map(\.act) == [.opened, .taken] + Array(repeating: .moved, count: 6))
        #expect(try office.problems().isEmpty)
    }

    @Test func `a triaged case can be referred, and is closed by a person like any other`() throws {
        let office = try AffairsTrial.make()
        let id = try office.open(kind: .trafficking)
        try office.bring(id, to: .referred)
        try office.tick(days: 40)
        #expect(try office.find(id).state == .referred)
        #expect(try office.summary().overdue == 1)
        try office.write { _ = try $0.closeCase(id, officer: "Lan", in: $1) }
        #expect(try office.changes().last?.outcome == .referred)
    }

    @Test func `news that comes again changes nothing, also after the case has moved`() throws {
        let office = try AffairsTrial.make()
        let id = try office.open()
        try office.bring(id, to: .acting)
        try office.open()
        #expect(try office.find(id).state == .acting)
        #expect(try office.cases().count == 1)
        #expect(try office.problems().isEmpty)
    }

    @Test func `another case under a number that is taken is kept for a person, and hides nothing`() throws {
        let office = try AffairsTrial.make()
        try office.open(kind: .wages)
        try office.open(kind: .death)
        try office.open(from: "commune-b")
        #expect(try office.problems().map(\.code) == ["conflict", "conflict"])
        #expect(try office.cases().map(\.kind) == ["wages"])
    }

    @Test func `only who has taken a case takes its steps`() throws {
        let office = try AffairsTrial.make()
        let id = try office.open()
        #expect(affairsRefusal { try office.write { _ = try $0.triageCase(id, officer: "Lan", in: $1) } }?.code == .forbidden)
        try office.write { _ = try $0.takeCase(id, officer: " Lan ", in: $1) }
        #expect(affairsRefusal { try office.write { _ = try $0.triageCase(id, officer: "Hoa", in: $1) } }?.code == .conflict)
        try office.write { _ = try $0.triageCase(id, officer: "Lan", in: $1) }
        #expect(try office.find(id).state == .triaged)
    }

    @Test func `a case that is taken says since when, and never by whom`() throws {
        let office = try AffairsTrial.make()
        let id = try office.open()
        try office.write { _ = try $0.takeCase(id, officer: "Lan", in: $1) }
        try office.tick(seconds: 600)
        let refusal = try #require(affairsRefusal { try office.write { _ = try $0.takeCase(id, officer: "Hoa", in: $1) } })
        #expect(refusal.code == .conflict)
        for language in Language.allCases {
            #expect(refusal.wording[language].contains("25/10/2025 08:00 (VN) · 09:00 (CN)"))
            #expect(!refusal.wording[language].contains("Lan"))
        }
        #expect(affairsRefusal { try office.write { _ = try $0.takeCase(id, officer: "Lan", in: $1) } }?.code == .conflict)
    }

    @Test func `a case is handed over with a reason, which is kept`() throws {
        let office = try AffairsTrial.make()
        let id = try office.open()
        try office.write { _ = try $0.takeCase(id, officer: "Lan", in: $1) }
        try office.tick(seconds: 60)
        try office.write { _ = try $0.takeCase(id, officer: "Hoa", over: "ca trực mới", in: $1) }
        #expect(try office.find(id).officer == "Hoa")
        let last = try #require(try office.steps(id).last)
        #expect(last.act == .handedOver && last.officer == "Hoa" && last.note == "ca trực mới")
        #expect(affairsRefusal { try office.write { _ = try $0.takeCase(id, officer: "Lan", over: "", in: $1) } }?.code == .invalid)
    }

    @Test func `a mission of another country is not told, nor one that is not listed`() throws {
        let office = try AffairsTrial.make()
        let id = try office.open()
        try office.bring(id, to: .triaged)
        let before = try office.sent().count
        for (code, expected) in [("EM-JP", OfficeError.Code.forbidden), ("NOWHERE", .unknown)] {
            let refusal = affairsRefusal { try office.write { _ = try $0.notifyMission(of: id, mission: code, officer: "Lan", in: $1) } }
            #expect(refusal?.code == expected)
        }
        #expect(
            affairsRefusal { try office.write { _ = try $0.notifyMission(of: id, mission: "NOWHERE", officer: "Lan", in: $1) } }?.wording.en.contains(
                "CG-NN"
            ) == true
        )
        #expect(try office.find(id).state == .triaged)
        #expect(try office.sent().count == before)
    }

    @Test func `a note, a name or a receipt that holds a document's number is refused, and nothing of it is kept or repeated`() throws {
        let office = try AffairsTrial.make()
        let id = try office.open()
        try office.bring(id, to: .triaged)
        let before = try office.steps(id)
        let refusals = [
            affairsRefusal { try office.write { _ = try $0.noteCase(id, officer: "Lan", note: "hộ chiếu C1234567", in: $1) } },
            affairsRefusal { try office.write { _ = try $0.takeCase(id, officer: "Hoa 012345678901", over: "ca mới", in: $1) } },
            affairsRefusal { try office.write { _ = try $0.notifyMission(of: id, mission: "CG-NN", receipt: "C1234567", officer: "Lan", in: $1) } },
            affairsRefusal { try office.write { _ = try $0.closeCase(id, officer: "Lan", outcome: .other, note: "gọi 0912 345 678", in: $1) } },
        ]
        for refusal in refusals {
            #expect(refusal != nil)
            for digits in ["1234567", "345 678"] { #expect(!"\(String(describing: refusal))".contains(digits)) }
        }
        #expect(try office.steps(id) == before)
    }

    @Test func `an officer sets reviews where there are any, and not out of sight`() throws {
        let office = try AffairsTrial.make()
        let id = try office.open()
        try office.write { _ = try $0.takeCase(id, officer: "Lan", in: $1) }
        let day = try #require(CalendarDay("2025-10-28"))
        // The settings say by when a new case is acted upon.
        #expect(affairsRefusal { try office.write { _ = try $0.noteCase(id, officer: "Lan", review: day, in: $1) } }?.code == .forbidden)
        try office.bring(id, to: .acting)
        try office.write { _ = try $0.noteCase(id, officer: "Lan", review: day, note: "hẹn gặp", in: $1) }
        #expect(try office.find(id).reviewAt == UTCTime(day, hour: 17))
        for text in ["2025-10-24", "2026-03-01"] {
            let day = try #require(CalendarDay(text))
            #expect(
                affairsRefusal { try office.write { _ = try $0.noteCase(id, officer: "Lan", review: day, in: $1) } }?.code == .invalid,
                "\(text)"
            )
        }
        #expect(affairsRefusal { try office.write { _ = try $0.noteCase(id, officer: "Lan", in: $1) } }?.code == .invalid)
        try office.tick(days: 4)
        #expect(try office.find(id).isOverdue(at: office.now))
        #expect(try office.find(id).state == .acting)
        #expect(try office.summary().overdue == 1)
    }

    @Test func `a case without an outcome is not closed`() throws {
        let office = try AffairsTrial.make()
        let id = try office.open()
        try office.bring(id, to: .familyInformed)
        #expect(affairsRefusal { try office.write { _ = try $0.closeCase(id, officer: "Lan", in: $1) } }?.code == .invalid)
        try office.write { _ = try $0.noteCase(id, officer: "Lan", outcome: .returned, in: $1) }
        try office.write { _ = try $0.closeCase(id, officer: "Lan", in: $1) }
        #expect(try office.changes().last?.outcome == .returned)
    }

    @Test func `a reopened case is nobody's, and has the time of a new one`() throws {
        let office = try AffairsTrial.make()
        let id = try office.open()
        try office.bring(id, to: .closed)
        #expect(affairsRefusal { try office.write { _ = try $0.takeCase(id, officer: "Lan", in: $1) } }?.code == .forbidden)
        try office.tick(days: 10)
        try office.write { _ = try $0.reopenCase(id, officer: "Hoa", reason: "chưa nhận đủ lương", in: $1) }
        let reopened = try office.find(id)
        #expect(reopened.officer == nil && reopened.outcome == nil && reopened.closedAt == nil)
        #expect(reopened.reviewAt == office.now.adding(seconds: 1_800))
        try office.bring(id, to: .acting, officer: "Minh")
        #expect(try office.find(id).state == .acting)
        #expect(affairsRefusal { try office.write { _ = try $0.reopenCase(id, officer: "Hoa", reason: "nữa", in: $1) } }?.code == .illegalTransition)
    }

    @Test func `what is said of a case follows from the message that opened it`() throws {
        let office = try AffairsTrial.make()
        let id = try office.open()
        let chain = try #require(try office.find(id).chain)
        #expect(MessageChain(stored: chain.stored) == chain)
        #expect(MessageChain(stored: "?") == nil)
        #expect(chain.causation != nil)
    }

    @Test func `a mission's answer that comes later is kept, and not before it was told`() throws {
        let office = try AffairsTrial.make()
        let id = try office.open()
        try office.bring(id, to: .triaged)
        #expect(affairsRefusal { try office.write { _ = try $0.noteCase(id, officer: "Lan", receipt: "7/TB", in: $1) } }?.code == .forbidden)
        try office.write { _ = try $0.notifyMission(of: id, mission: "CG-NN", officer: "Lan", in: $1) }
        try office.write { _ = try $0.advanceCase(id, to: .acting, officer: "Lan", receipt: "7/TB", in: $1) }
        #expect(try office.find(id).receipt == "7/TB")
        #expect(try office.find(id).state == .acting)
    }
}
