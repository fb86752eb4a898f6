import Contracts
import Testing

@testable import Agencies

@Suite struct CaseOpeningTests {
    private func open(
        _ office: AffairsTrial,
        persons: Int = 1,
        worker: String? = nil,
        isAnonymous: Bool = false,
        note: String? = nil,
        later: Int64 = 0,
        besides: [String] = []
    ) throws -> ProtectionCase {
        try office.write { rules, transaction in
            let report = try CaseReport(
                channel: .phone,
                kind: .accident,
                country: "CN",
                city: "宁明",
                persons: persons,
                workerRef: worker,
                isAnonymous: isAnonymous,
                at: transaction.now.adding(seconds: later)
            )
            return try rules.openCase(report, officer: "Lan", note: note, besides: besides, in: transaction)
        }
    }

    @Test func `a case told by telephone is followed like any other, and nothing of it is published but the mission's notice`() throws {
        let office = try AffairsTrial.make()
        let opened = try open(office)
        try office.bring(opened.id, to: .closed)
        #expect(try office.sent().map(\.type) == ["protection.mission.notified.v1"])
        #expect(try office.find(opened.id).openedBy == nil)
    }

    @Test func `told again within a day it is refused, and the case that is there is named`() throws {
        let office = try AffairsTrial.make()
        let first = try open(office)
        for seconds: Int64 in [0, 60, 80_000] {
            try office.tick(seconds: seconds)
            let refusal = try #require(affairsRefusal { _ = try open(office) })
            #expect(refusal.code == .conflict)
            for language in Language.allCases { #expect(refusal.wording[language].contains("--besides \(first.id)")) }
        }
        #expect(try open(office, persons: 2).id != first.id)
        #expect(try open(office, isAnonymous: true).id != first.id)
        #expect(try office.cases().count == 3)
        try office.tick(days: 1)
        #expect(try open(office).id != first.id)
    }

    @Test func `what looks the same and is another case is opened on purpose, once`() throws {
        let office = try AffairsTrial.make()
        let first = try open(office)
        let second = try open(office, besides: [first.id])
        #expect(second.id != first.id)
        // The command was cut off, and is given again.
        let again = try #require(affairsRefusal { _ = try open(office, besides: [first.id]) })
        #expect(again.code == .conflict && again.wording.en.contains(second.id))
        #expect(try open(office, besides: [first.id, second.id]).id != second.id)
        #expect(try office.cases().count == 3)
    }

    @Test func `what was noted already is not noted twice`() throws {
        let office = try AffairsTrial.make()
        let id = try open(office).id
        try office.bring(id, to: .acting)
        let day = try #require(CalendarDay("2025-10-28"))
        func note(_ text: String) throws {
            try office.write { _ = try $0.noteCase(id, officer: "Lan", outcome: .returned, review: day, note: text, in: $1) }
        }
        try note("đã gặp")
        let steps = try office.steps(id)
        #expect(affairsRefusal { try note("đã gặp") }?.code == .conflict)
        #expect(try office.steps(id) == steps)
        try note("đã gặp lại")
        try note("đã gặp")
        #expect(try office.steps(id).count == steps.count + 2)
    }

    @Test func `an anonymous report names no worker, and has no note by which somebody could be found`() throws {
        let office = try AffairsTrial.make()
        #expect(affairsRefusal { _ = try open(office, worker: AffairsTrial.ulid(5), isAnonymous: true) }?.code == .forbidden)
        #expect(affairsRefusal { _ = try open(office, isAnonymous: true, note: "người gọi là hàng xóm") }?.code == .forbidden)
        let opened = try open(office, isAnonymous: true)
        #expect(opened.isAnonymous && opened.workerRef == nil)
        #expect(try office.steps(opened.id).map(\.note) == [nil])
        try office.tick(days: 1)
        #expect(try office.find(opened.id).state == .escalated)
    }

    @Test func `what cannot be is refused`() throws {
        let office = try AffairsTrial.make()
        #expect(affairsRefusal { _ = try open(office, persons: -1) }?.code == .invalid)
        #expect(affairsRefusal { _ = try open(office, persons: 10_001) }?.code == .invalid)
        #expect(affairsRefusal { _ = try open(office, worker: "Nguyễn Văn A") }?.code == .invalid)
        #expect(affairsRefusal { _ = try open(office, later: 60) }?.code == .invalid)
        let reports = [("china", ""), ("CN", "số C1234567"), ("cn", "")]
        for (country, city) in reports {
            #expect(
                affairsRefusal { _ = try CaseReport(channel: .phone, kind: .other, country: country, city: city, at: office.now) }?.code == .invalid
            )
        }
        #expect(affairsRefusal { _ = try CaseReport(channel: .unspecified, kind: .other, country: "CN", at: office.now) }?.code == .invalid)
        #expect(try office.cases().isEmpty)
    }

    @Test func `a case of an anonymous message holds nothing of its worker`() throws {
        let office = try AffairsTrial.make()
        let id = try office.open(worker: nil)
        #expect(try office.find(id).workerRef == nil)
    }
}
