import Contracts
import GRDB
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct MatterTests {
    private func due(_ office: AffairsTrial, days: UInt32, contract: Int = 1, worker: Int = 9, until: String = "2025-10-20") throws {
        let due = Langson_Return_V1_WelfareDue.with {
            $0.workerRef = AffairsTrial.ulid(worker)
            $0.contractRef = AffairsTrial.ulid(contract)
            $0.validUntil = until
            $0.daysPast = days
        }
        try office.receive("return.welfare.due.v1", due)
    }

    private func speak(_ office: AffairsTrial, _ number: Int = 1, isAnonymous: Bool = true) throws {
        let voice = Langson_Voice_V1_Submitted.with {
            $0.voiceID = AffairsTrial.ulid(number)
            $0.topic = .wages
            $0.text = "Chủ chưa trả lương tháng này."
            $0.anonymous = isAnonymous
            $0.abroadOffice = "affairs"
        }
        try office.receive("voice.submitted.v1", voice)
    }

    private func welfare(_ office: AffairsTrial, all: Bool = true) throws -> [WelfareMatter] {
        try office.store.read { try WelfareMatter.list($0, includingDone: all) }
    }

    private func finish(_ office: AffairsTrial, _ kind: Matter.Kind, _ number: Int = 1, caseID: String? = nil) throws {
        try office.write { _ = try $0.finishMatter(kind, AffairsTrial.ulid(number), officer: "Lan", caseID: caseID, note: "đã gọi", in: $1) }
    }

    @Test func `after another permit the days past begin anew, and the worker is looked for again`() throws {
        let office = try AffairsTrial.make()
        try due(office, days: 17)
        try finish(office, .welfare)
        try due(office, days: 3)
        #expect(try welfare(office, all: false).isEmpty)
        try due(office, days: 3, until: "2026-03-31")
        #expect(try welfare(office, all: false).map(\.daysPast) == [3])
    }

    @Test func `a worker who is not back waits for somebody, and a reminder that comes late or again changes nothing`() throws {
        let office = try AffairsTrial.make()
        for days: UInt32 in [3, 5, 5, 4] { try due(office, days: days) }
        #expect(try welfare(office).map(\.daysPast) == [5])
        try finish(office, .welfare)
        #expect(try welfare(office, all: false).isEmpty)
        try due(office, days: 5)
        #expect(try welfare(office, all: false).isEmpty)
        #expect(affairsRefusal { try finish(office, .welfare) }?.code == .illegalTransition)
    }

    @Test func `a later reminder brings a worker back, unless a case follows them`() throws {
        let office = try AffairsTrial.make()
        try due(office, days: 3)
        try finish(office, .welfare)
        try due(office, days: 10)
        #expect(try welfare(office, all: false).map(\.daysPast) == [10])
        let id = try office.open(7, kind: .missing)
        try finish(office, .welfare, caseID: id)
        try due(office, days: 17)
        #expect(try welfare(office, all: false).isEmpty)
        #expect(try welfare(office).map(\.matter.caseID) == [id])
    }

    @Test func `once the case that followed a worker is closed, the next reminder is seen`() throws {
        let office = try AffairsTrial.make()
        try due(office, days: 3)
        let id = try office.open(7, kind: .missing)
        try finish(office, .welfare, caseID: id)
        try office.bring(id, to: .closed)
        #expect(try welfare(office, all: false).isEmpty)
        try due(office, days: 17)
        #expect(try welfare(office, all: false).map(\.daysPast) == [17])
        #expect(try welfare(office).map(\.matter.caseID) == [id], "which case it was stays known")
    }

    @Test(arguments: [(Langson_Protection_V1_CaseOutcome.notFound, [17]), (.returned, []), (.deceased, [])])
    func `a reminder that came while a case followed its worker is seen when the case is closed, unless it says where they are`(
        outcome: Langson_Protection_V1_CaseOutcome,
        days: [Int]
    ) throws {
        let office = try AffairsTrial.make()
        try due(office, days: 3)
        let id = try office.open(7, kind: .missing)
        try finish(office, .welfare, caseID: id)
        try office.tick(days: 14)
        try due(office, days: 17)
        #expect(try welfare(office, all: false).isEmpty)
        try office.bring(id, to: .familyInformed)
        try office.write { _ = try $0.closeCase(id, officer: "Lan", outcome: outcome, in: $1) }
        #expect(try welfare(office, all: false).map(\.daysPast) == days)
    }

    @Test func `a need that is not known here is not passed over`() throws {
        let office = try AffairsTrial.make()
        let received = Langson_Handover_V1_Received.with {
            $0.batchID = AffairsTrial.ulid(1)
            $0.needs = [.medical, .UNRECOGNIZED(63)]
        }
        try office.receive("handover.received.v1", received)
        #expect(try office.store.read { try HandoverMatter.list($0) }.map(\.needs) == [["medical", "other"]])
    }

    @Test func `a matter is followed by a case that is there`() throws {
        let office = try AffairsTrial.make()
        try due(office, days: 3)
        #expect(affairsRefusal { try finish(office, .welfare, caseID: AffairsTrial.ulid(3)) }?.code == .unknown)
        #expect(affairsRefusal { try finish(office, .voice) }?.code == .unknown)
        #expect(try office.summary().matters == [.welfare: 1, .voice: 0, .handover: 0, .missed: 0])
    }

    @Test func `a voice is heard once, and read with a record of who read it`() throws {
        let office = try AffairsTrial.make()
        try speak(office)
        try speak(office)
        let voices = try office.store.read { try VoiceMatter.list($0) }
        #expect(voices.map(\.text) == ["Chủ chưa trả lương tháng này."])
        #expect(voices.map(\.isAnonymous) == [true])
        try office.write { try $1.noteReading(.voice, AffairsTrial.ulid(1), officer: "Lan") }
        let readers = try office.store.read { try String.fetchAll($0, sql: "SELECT officer FROM reading WHERE kind = 'voice'") }
        #expect(readers == ["Lan"])
        try finish(office, .voice)
        #expect(try office.store.read { try VoiceMatter.list($0) }.isEmpty)
        #expect(try office.store.read { try VoiceMatter.find(AffairsTrial.ulid(1), $0) }.matter.state == .done)
    }

    @Test func `a group that was handed over is looked at, and its needs are read in both languages`() throws {
        let office = try AffairsTrial.make()
        let received = Langson_Handover_V1_Received.with {
            $0.batchID = AffairsTrial.ulid(1)
            $0.gate = "HN"
            $0.at = office.now.timestamp
            $0.adults = 4
            $0.minors = 2
            $0.needs = [.medical, .interpreter]
        }
        try office.receive("handover.received.v1", received)
        try office.receive("handover.received.v1", received)
        let groups = try office.store.read { try HandoverMatter.list($0) }
        #expect(groups.map(\.needs) == [["medical", "interpreter"]])
        #expect(groups.map(\.at) == [office.now])
        try finish(office, .handover)
        #expect(try office.summary().matters[.handover] == 0)
    }

    @Test func `a sealed referral is counted, and nothing else of it is kept`() throws {
        let office = try AffairsTrial.make()
        let opened = Langson_Victim_V1_ReferralOpened.with {
            $0.referralRef = AffairsTrial.ulid(1)
            $0.addressedTo = "affairs"
        }
        try office.receive("victim.referral.opened.v1", opened)
        try office.receive("victim.referral.shared.v1", Langson_Victim_V1_ReferralShared.with { $0.referralRef = AffairsTrial.ulid(1) })
        #expect(try office.summary().referrals == 1)
        let columns = try office.store.read { try $0.columns(in: "referral").map(\.name) }
        #expect(columns == ["referral_ref", "received_at"])
        try office.tick(days: 90)
        #expect(try office.summary().referrals == 0)
    }
}
