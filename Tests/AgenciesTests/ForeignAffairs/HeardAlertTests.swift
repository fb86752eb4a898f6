import Contracts
import GRDB
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct HeardAlertTests {
    private func issued(_ number: Int = 1, expires: UTCTime, persons: UInt32 = 6) -> Langson_Alert_V1_CrossingIssued {
        .with {
            $0.alertID = AffairsTrial.ulid(number)
            $0.status = .actual
            $0.urgency = .immediate
            $0.severity = .severe
            $0.certainty = .likely
            $0.persons = persons
            $0.minors = 2
            $0.expires = expires.timestamp
        }
    }

    private func cancelled(_ number: Int = 1) -> Langson_Alert_V1_CrossingCancelled {
        .with {
            $0.alertID = AffairsTrial.ulid(number)
            $0.references = ["018c0000-0000-7000-8000-000000000000"]
        }
    }

    private func updated(_ number: Int = 1) -> Langson_Alert_V1_CrossingUpdated {
        .with {
            $0.alertID = AffairsTrial.ulid(number)
            $0.references = ["018c0000-0000-7000-8000-000000000000"]
        }
    }

    private func list(_ office: AffairsTrial, all: Bool = false) throws -> [HeardAlert] {
        try office.store.read { try HeardAlert.list($0, at: office.now, includingPast: all) }
    }

    private func acknowledge(_ office: AffairsTrial, _ number: Int = 1) throws {
        try office.write { _ = try $0.acknowledgeAlert(AffairsTrial.ulid(number), officer: "Lan", action: .onTheWay, in: $1) }
    }

    @Test func `an alert is heard, acknowledged once, and the post learns what is done`() throws {
        let office = try AffairsTrial.make()
        try office.receive("alert.crossing.issued.v1", issued(expires: office.now.adding(seconds: 3_600)))
        #expect(try office.summary().unacknowledgedAlerts == 1)
        try acknowledge(office)
        let sent: [Langson_Alert_V1_CrossingAcknowledged] = try office.sent("alert.crossing.acknowledged.v1")
        #expect(sent.map(\.action) == [.onTheWay])
        #expect(sent.first?.at == office.now.timestamp)
        #expect(affairsRefusal { try acknowledge(office) }?.code == .illegalTransition)
        #expect(try office.sent().count == 1)
        #expect(try office.summary().unacknowledgedAlerts == 0)
        #expect(try list(office).map(\.persons) == [6])
    }

    @Test func `after a change it is acknowledged anew, and not once it is cancelled`() throws {
        let office = try AffairsTrial.make()
        try office.receive("alert.crossing.issued.v1", issued(expires: office.now.adding(seconds: 3_600)))
        try acknowledge(office)
        try office.receive("alert.crossing.updated.v1", updated())
        try office.receive("alert.crossing.updated.v1", updated())
        #expect(try office.summary().unacknowledgedAlerts == 1)
        try acknowledge(office)
        try office.receive("alert.crossing.cancelled.v1", cancelled())
        #expect(affairsRefusal { try acknowledge(office) }?.wording.vi.contains("đã huỷ") == true)
        #expect(try list(office).isEmpty)
        #expect(try list(office, all: true).map(\.state) == [.cancelled])
    }

    @Test func `what comes ahead of its alert waits for it, in any order`() throws {
        let office = try AffairsTrial.make()
        try office.receive("alert.crossing.cancelled.v1", cancelled())
        try office.receive("alert.crossing.updated.v1", updated())
        try office.receive("alert.crossing.updated.v1", updated(2))
        #expect(try list(office, all: true).isEmpty)
        for number in [1, 2] { try office.receive("alert.crossing.issued.v1", issued(number, expires: office.now.adding(seconds: 3_600))) }
        #expect(try list(office, all: true).map(\.state) == [.cancelled, .updated])
        #expect(try office.problems().isEmpty)
    }

    @Test func `an alert lapses by itself, and what comes late for it disturbs nobody`() throws {
        let office = try AffairsTrial.make()
        try office.receive("alert.crossing.issued.v1", issued(expires: office.now.adding(seconds: 3_600)))
        office.now = office.now.adding(seconds: 3_600)
        // Before the clock was looked at.
        #expect(try list(office).isEmpty)
        #expect(affairsRefusal { try acknowledge(office) }?.wording.en.contains("expired") == true)
        try office.tick()
        #expect(try list(office, all: true).map(\.state) == [.expired])
        try office.receive("alert.crossing.updated.v1", updated())
        try office.receive("alert.crossing.cancelled.v1", cancelled())
        #expect(try list(office, all: true).map(\.state) == [.expired])
        #expect(try office.problems().isEmpty)
    }

    @Test func `an alert that comes again is the same, and another under its number is kept for a person`() throws {
        let office = try AffairsTrial.make()
        let expires = office.now.adding(seconds: 3_600)
        try office.receive("alert.crossing.issued.v1", issued(expires: expires))
        try acknowledge(office)
        try office.receive("alert.crossing.issued.v1", issued(expires: expires))
        #expect(try list(office).map(\.state) == [.acknowledged])
        try office.receive("alert.crossing.issued.v1", issued(expires: expires, persons: 60))
        #expect(try office.problems().map(\.code) == ["conflict"])
    }

    @Test func `an alert that was late from the start is over, and stays in the list of all for 30 days`() throws {
        let office = try AffairsTrial.make()
        try office.receive("alert.crossing.issued.v1", issued(expires: office.now.adding(seconds: -60)))
        #expect(try list(office, all: true).map(\.state) == [.expired])
        try office.tick(days: 29)
        #expect(try list(office, all: true).count == 1)
        try office.tick(days: 1)
        #expect(try list(office, all: true).isEmpty)
    }

    @Test func `an alert that is not known is not acknowledged`() throws {
        let office = try AffairsTrial.make()
        #expect(affairsRefusal { try acknowledge(office) }?.code == .unknown)
        #expect(try office.sent().isEmpty)
    }

    @Test func `the place along the line and the note have no place in the store, whatever a message holds`() throws {
        let office = try AffairsTrial.make()
        var whole = issued(expires: office.now.adding(seconds: 3_600))
        whole.markerFrom = "1116"
        whole.note = "gần suối"
        try office.receive("alert.crossing.issued.v1", whole)
        let rows = try office.store.read { try Row.fetchAll($0, sql: "SELECT * FROM alert").map(\.description) }
        #expect(rows.count == 1)
        #expect(rows.allSatisfy { !$0.contains("1116") && !$0.contains("suối") })
    }
}
