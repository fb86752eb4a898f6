import Client
import Contracts
import SwiftProtobuf
import Testing

@testable import Agencies

/// No protection case and no alert is lost in silence: what could not be taken is shown until an officer has asked.
@Suite struct MissedMessageTests {
    private func finish(_ office: AffairsTrial, _ id: String, caseID: String? = nil) throws {
        try office.write { _ = try $0.finishMatter(.missed, id, officer: "Lan", caseID: caseID, note: "đã hỏi nơi gửi", in: $1) }
    }

    @Test func `a case whose worker was erased before it was taken is shown until an officer has asked who sent it`() throws {
        let office = try AffairsTrial.make()
        try office.receiveErased("protection.case.opened.v1", from: "centre-a")
        #expect(try office.status().erased == 1)
        #expect(try office.problems().isEmpty)
        for language in Language.allCases {
            let line = try #require(try office.summary().urgentLines(language).first)
            #expect(line.contains("centre-a") && line.contains("in/1"), "\(line)")
        }
        try office.tick(days: 400)
        #expect(try office.summary().missed.map(\.matter.id) == ["in/1"])
        let id = try office.open()
        try office.bring(id, to: .triaged)
        try finish(office, "in/1", caseID: id)
        #expect(try office.summary().urgentLines(.vi).isEmpty)
        let done = try office.store.read { try MissedMessage.list($0, includingDone: true) }
        #expect(done.map(\.matter.officer) == ["Lan"] && done.map(\.matter.caseID) == [id])
        try office.tick(days: 90)
        #expect(try office.store.read { try MissedMessage.list($0, includingDone: true) }.isEmpty)
    }

    @Test func `a case that is refused stays in the first lines though its problem was dismissed`() throws {
        let office = try AffairsTrial.make()
        try office.bring(try office.open(kind: .wages), to: .triaged)
        try office.open(kind: .death)
        #expect(try office.problems().map(\.position) == [2])
        _ = try office.write { try Problem.dismiss(2, $1.database) }
        let line = try #require(try office.summary().urgentLines(.en).first)
        #expect(line.contains("in/2") && line.contains("another case has this number"), "\(line)")
    }

    @Test func `what an officer has asked about is no problem any more`() throws {
        let office = try AffairsTrial.make()
        try office.receive("alert.crossing.issued.v1", body: [0xFF], from: "huu-nghi")
        try office.receive("alert.crossing.cancelled.v1", body: [0xFF], from: "huu-nghi")
        #expect(try office.summary().missed.map(\.name.en) == ["an alert", "an alert's cancellation"])
        try finish(office, "in/1")
        #expect(try office.problems().map(\.position) == [2])
        #expect(affairsRefusal { try finish(office, "in/1") }?.code == .illegalTransition)
        try finish(office, "in/2")
        #expect(try office.summary().urgentLines(.vi).isEmpty)
        #expect(try office.problems().isEmpty)
        #expect(affairsRefusal { try finish(office, "in/3") }?.code == .unknown)
    }

    @Test func `another case at a position that is given anew is missed too, though the first was seen to`() throws {
        let office = try AffairsTrial.make()
        try office.receiveErased("protection.case.opened.v1", from: "centre-a", at: 7)
        try finish(office, "in/7")
        // The gateway's journal was put back, and what was lost is published anew.
        office.now = office.now.adding(seconds: 60)
        try office.receiveErased("protection.case.opened.v1", from: "centre-b", at: 7)
        #expect(try office.summary().missed.map(\.principal) == ["centre-b"])
    }

    @Test func `a message that comes again is missed once, and what tells of no case and no alert is not among them`() throws {
        let office = try AffairsTrial.make()
        for _ in 0..<2 { try office.receiveErased("protection.case.opened.v1", at: 7) }
        try office.receiveErased("voice.submitted.v1")
        try office.receive("handover.received.v1", body: [0xFF])
        #expect(try office.summary().missed.map(\.matter.id) == ["in/7"])
        #expect(try office.problems().map(\.type) == ["handover.received.v1"])
    }

    @Test func `an exercise's cases disturb no live office`() throws {
        let office = try AffairsTrial.make()
        try office.receive("protection.case.opened.v1", body: [0xFF], isExercise: true)
        #expect(try office.summary().missed.isEmpty)
    }
}
