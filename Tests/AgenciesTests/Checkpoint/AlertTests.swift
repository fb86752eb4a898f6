import Contracts
import GRDB
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct AlertTests {
    private typealias Office = OfficeTrial<CheckpointOffice>

    private func office(isExercise: Bool = false) throws -> Office { try OfficeTrial(CheckpointOffice(gate: "HN"), isExercise: isExercise) }

    private func alert(_ office: Office, note: String = "") -> Alert {
        Alert(
            urgency: .immediate,
            severity: .severe,
            certainty: .likely,
            markerFrom: "1116",
            markerTo: "1118/2",
            persons: 9,
            minors: 2,
            vulnerable: 1,
            note: note,
            expires: office.now.adding(seconds: 7_200)
        )
    }

    private func issue(_ office: Office) throws -> String { try office.write { try $0.issueAlert(alert(office), in: $1) } }

    private func known(_ office: Office) throws -> [KnownAlert] { try office.store.read { try office.rules.alerts(includingOver: true, $0) } }

    private func acknowledgement(_ id: String, _ office: Office) -> Langson_Alert_V1_CrossingAcknowledged {
        .with {
            $0.alertID = id
            $0.at = office.now.timestamp
            $0.action = .onTheWay
        }
    }

    @Test func `every pair of states is a step or is refused`() throws {
        let steps: Set<[AlertState]> = [
            [.issued, .acknowledged], [.issued, .updated], [.issued, .cancelled], [.issued, .expired], [.acknowledged, .updated],
            [.acknowledged, .cancelled], [.acknowledged, .expired], [.updated, .updated], [.updated, .cancelled], [.updated, .expired],
        ]
        for state in AlertState.allCases {
            for next in AlertState.allCases {
                if steps.contains([state, next]) {
                    #expect(try state.moving(to: next) == next)
                } else {
                    let error = #expect(throws: OfficeError.self) { try state.moving(to: next) }
                    #expect(error?.code == .illegalTransition)
                    #expect(error?.wording.vi.contains(state.name.vi) == true && error?.wording.en.contains(state.name.en) == true)
                }
            }
        }
    }

    @Test func `an alert is issued, updated and cancelled, each citing what was before`() throws {
        let office = try office()
        let id = try issue(office)
        for number in 1...20 { try office.write { try $0.updateAlert(id, reason: "mốc 1117, lần \(number)", in: $1) } }
        try office.write { try $0.cancelAlert(id, reason: "an toàn", in: $1) }
        let issued: [Langson_Alert_V1_CrossingIssued] = try office.sent("alert.crossing.issued.v1")
        #expect(issued.map(\.status) == [.actual])
        #expect(issued.map(\.urgency) == [.immediate] && issued.map(\.severity) == [.severe] && issued.map(\.certainty) == [.likely])
        #expect(issued.map(\.markerTo) == ["1118/2"] && issued.map(\.persons) == [9])
        let updates: [Langson_Alert_V1_CrossingUpdated] = try office.sent("alert.crossing.updated.v1")
        let cancelled: [Langson_Alert_V1_CrossingCancelled] = try office.sent("alert.crossing.cancelled.v1")
        let first = try #require(updates.first?.references.first)
        #expect(updates.map(\.references.count) == (1...20).map { min($0, 16) })
        #expect(updates.allSatisfy { $0.references[0] == first && Set($0.references).count == $0.references.count })
        #expect(cancelled.map { $0.references[0] } == [first])
        #expect(try known(office).map(\.state) == [.cancelled])
        for step in [{ try $0.updateAlert(id, reason: "?", in: $1) }, { try $0.cancelAlert(id, reason: "?", in: $1) }]
            as [(CheckpointOffice, OfficeTransaction) throws -> Void]
        {
            let error = #expect(throws: OfficeError.self) { try office.write(step) }
            #expect(error?.code == .illegalTransition)
        }
    }

    @Test func `an alert issued once more is refused with the other's name, unless it is about other people`() throws {
        let office = try office()
        let id = try issue(office)
        office.now = office.now.adding(seconds: 599)
        let error = #expect(throws: OfficeError.self) { try issue(office) }
        #expect(error?.code == .conflict)
        #expect(error?.wording.vi.contains(id) == true && error?.wording.en.contains("--again") == true)
        #expect(try office.sent().count == 1)
        let another = try office.write { try $0.issueAlert(alert(office), isAnother: true, in: $1) }
        let different = try office.write { try $0.issueAlert(alert(office, note: "bên suối"), in: $1) }
        #expect(Set([id, another, different]).count == 3)
        for id in [id, another] { try office.write { try $0.cancelAlert(id, reason: "an toàn", in: $1) } }
        office.now = office.now.adding(seconds: 1)
        // What is over, or long ago, is another matter.
        let later = try issue(office)
        office.now = office.now.adding(seconds: 601)
        #expect(try issue(office) != later)
    }

    @Test func `a store that cannot be read is told, and an update is not said without what it cites`() throws {
        let office = try office()
        let id = try issue(office)
        try office.write { try $1.database.execute(sql: "ALTER TABLE alert_message RENAME COLUMN event_id TO lost") }
        let said = try office.sent().count
        for step in [{ try $0.updateAlert(id, reason: "?", in: $1) }, { try $0.cancelAlert(id, reason: "?", in: $1) }]
            as [(CheckpointOffice, OfficeTransaction) throws -> Void]
        {
            let error = #expect(throws: OfficeError.self) { try office.write(step) }
            #expect(error?.code == .storage)
        }
        #expect(try office.sent().count == said)
        try office.write { try $1.database.execute(sql: "UPDATE alert SET urgency = 'soon'") }
        let error = #expect(throws: OfficeError.self) { try known(office) }
        #expect(error?.code == .unreadable)
    }

    @Test func `an exercise's alert is one`() throws {
        let office = try office(isExercise: true)
        _ = try issue(office)
        let issued: [Langson_Alert_V1_CrossingIssued] = try office.sent("alert.crossing.issued.v1")
        #expect(issued.map(\.status) == [.exercise])
        #expect(try office.sent().map(\.isExercise) == [true])
    }

    @Test func `text that holds a document's number is refused, and nothing is changed`() throws {
        let office = try office()
        for note in ["hộ chiếu C1234567", "012345678901", "gọi 0987 654 321"] {
            let error = #expect(throws: OfficeError.self) { try office.write { try $0.issueAlert(alert(office, note: note), in: $1) } }
            #expect(error?.code == .contract)
            #expect(error?.wording.vi.contains("note") == true && error?.wording.en.contains("1234567") == false)
        }
        #expect(try known(office).isEmpty)
        let id = try issue(office)
        let said = try office.sent().count
        #expect(throws: OfficeError.self) { try office.write { try $0.updateAlert(id, reason: "C1234567", in: $1) } }
        #expect(throws: OfficeError.self) { try office.write { try $0.cancelAlert(id, reason: "C1234567", in: $1) } }
        #expect(try office.sent().count == said)
        #expect(try known(office).map(\.state) == [.issued])
    }

    @Test func `an alert names a place and a time that lies ahead, and counts that can be`() throws {
        let office = try office()
        let wrong: [(inout Alert) -> Void] = [
            { $0.markerFrom = "" }, { $0.commune = "06001" }, { $0.expires = office.now }, { $0.minors = 10 }, { $0.vulnerable = 10 },
            { $0.markerFrom = "cây đa" }, { $0.persons = 20_000 }, { alert in (alert.markerFrom, alert.markerTo, alert.commune) = ("", "", "6001") },
        ]
        for change in wrong {
            var alert = alert(office)
            change(&alert)
            #expect(throws: OfficeError.self) { try office.write { try $0.issueAlert(alert, in: $1) } }
        }
        #expect(try office.sent().isEmpty)
        #expect(throws: OfficeError.self) { try office.write { try $0.updateAlert("01K8E6Y3ZB4V7N2Q9M5T1R0WXA", reason: "?", in: $1) } }
    }

    @Test func `those who answer are listed, and the calls end`() throws {
        let office = try office()
        let id = try issue(office)
        for principal in ["police", "police", "affairs"] {
            try office.receive("alert.crossing.acknowledged.v1", acknowledgement(id, office), from: principal)
        }
        let known = try #require(try known(office).first)
        #expect(known.state == .acknowledged)
        #expect(known.acknowledgements.map(\.principal) == ["affairs", "police"])
        #expect(known.acknowledgements.allSatisfy { $0.action == .onTheWay })
    }

    @Test func `an update and an answer come to the same in either order`() throws {
        for isAnsweredFirst in [true, false] {
            let office = try office()
            let id = try issue(office)
            if isAnsweredFirst { try office.receive("alert.crossing.acknowledged.v1", acknowledgement(id, office)) }
            try office.write { try $0.updateAlert(id, reason: "mốc 1117", in: $1) }
            if !isAnsweredFirst { try office.receive("alert.crossing.acknowledged.v1", acknowledgement(id, office)) }
            #expect(try known(office).map(\.state) == [.updated])
            #expect(try known(office).flatMap(\.acknowledgements).count == 1)
        }
    }

    @Test func `an alert lapses, and is forgotten after thirty days`() throws {
        let office = try office()
        let id = try issue(office)
        try office.tick(seconds: 7_199)
        #expect(try known(office).map(\.state) == [.issued])
        try office.tick(seconds: 1)
        #expect(try known(office).map(\.state) == [.expired])
        // Late, and ordinary.
        try office.receive("alert.crossing.acknowledged.v1", acknowledgement(id, office))
        #expect(try known(office).map(\.state) == [.expired])
        #expect(try office.problems().isEmpty)
        try office.tick(days: 31)
        #expect(try known(office).isEmpty)
        #expect(try office.store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM alert_message") } == 0)
        #expect(try office.store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM alert_acknowledgement") } == 0)
    }

    /// A neighbouring post's alert, and what was said of it, as this post receives them.
    private func foreign(_ office: Office) -> (issued: Langson_Alert_V1_CrossingIssued, later: [(String, any SwiftProtobuf.Message)]) {
        let id = ULID(milliseconds: office.now.microseconds / 1_000, tail: [UInt8](repeating: 1, count: 10)).description
        let update = Langson_Alert_V1_CrossingUpdated.with {
            $0.alertID = id
            $0.references = ["01890000-0000-7000-8000-000000000001"]
            $0.reason = "mốc 1120"
        }
        return (
            alert(office).message(id, isExercise: false),
            [("alert.crossing.updated.v1", update), ("alert.crossing.acknowledged.v1", acknowledgement(id, office))]
        )
    }

    @Test func `what is said of an alert waits for it, in whichever order it comes`() throws {
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let office = try office()
            let (issued, later) = foreign(office)
            let messages: [(String, any SwiftProtobuf.Message)] = [("alert.crossing.issued.v1", issued)] + later
            for place in order { try office.receive(messages[place].0, messages[place].1) }
            try office.tick(seconds: 60)
            let known = try #require(try known(office).first)
            #expect(known.state == .updated, "\(order)")
            #expect(known.reasons == ["mốc 1120"] && known.acknowledgements.count == 1)
            #expect(!known.isOwn)
            #expect(try office.problems().isEmpty)
        }
    }

    @Test func `another post's alert is acknowledged here, and updated there`() throws {
        let office = try office()
        let (issued, _) = foreign(office)
        try office.receive("alert.crossing.issued.v1", issued)
        try office.write { try $0.acknowledgeAlert(issued.alertID, .takenOver, in: $1) }
        let said: [Langson_Alert_V1_CrossingAcknowledged] = try office.sent("alert.crossing.acknowledged.v1")
        #expect(said.map(\.action) == [.takenOver])
        let error = #expect(throws: OfficeError.self) { try office.write { try $0.cancelAlert(issued.alertID, reason: "?", in: $1) } }
        #expect(error?.code == .forbidden)
        let own = try issue(office)
        #expect(throws: OfficeError.self) { try office.write { try $0.acknowledgeAlert(own, .seen, in: $1) } }
    }
}
