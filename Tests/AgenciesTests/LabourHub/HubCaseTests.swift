import Contracts
import GRDB
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct HubCaseTests {
    /// A worker who is out, and whom nobody has heard of since the contract's end.
    private func away() throws -> (hub: LabourTrial, contract: String) {
        let hub = try LabourTrial()
        try hub.sendOff(1)
        try hub.exit(0, hub.time("2025-10-25"))
        hub.office.now = hub.time("2026-01-25")
        try hub.office.tick()
        return (hub, try #require(try hub.journey(0)).contractRef)
    }

    private func open(_ hub: LabourTrial, _ contract: String) throws -> String {
        try hub.office.write { try Journeys(settings: $0.settings).openCase(contract, kind: .accident, country: "CN", in: $1) }
    }

    /// As foreign affairs tells whoever opened a case: no outcome.
    private func tell(_ hub: LabourTrial, _ id: String, _ from: Langson_Protection_V1_CaseState, _ state: Langson_Protection_V1_CaseState) throws {
        let changed = Langson_Protection_V1_CaseChanged.with {
            $0.caseID = id
            $0.openedBy = "labour"
            $0.from = from
            $0.state = state
        }
        try hub.office.receive("protection.case.changed.v1", changed, from: "affairs")
    }

    @Test func `a case that closes lets the journey go on, and one that reopens takes it back`() throws {
        let (hub, contract) = try away()
        let id = try open(hub, contract)
        for (from, state) in [(Langson_Protection_V1_CaseState.reported, Langson_Protection_V1_CaseState.triaged), (.triaged, .referred)] {
            try tell(hub, id, from, state)
            #expect(try hub.journey(0)?.state == .inCase)
        }
        hub.office.now = hub.time("2026-02-10")
        try tell(hub, id, .referred, .closed)
        #expect(try hub.journey(0)?.state == .contacted)
        // Somebody has just looked after the worker: nobody is sent the same day, and somebody is two weeks later.
        func asked() throws -> Int { try hub.office.sent().count { $0.type == "return.welfare.due.v1" } }
        let before = try asked()
        try hub.office.tick(days: 13)
        #expect(try asked() == before)
        try tell(hub, id, .closed, .reopened)
        #expect(try hub.journey(0)?.state == .inCase)
        try hub.office.tick(days: 30)
        #expect(try asked() == before)
        try tell(hub, id, .reopened, .triaged)
        try tell(hub, id, .triaged, .referred)
        try tell(hub, id, .referred, .closed)
        try hub.office.tick(days: 14)
        #expect(try asked() == before + 1)
        #expect(try hub.office.problems().isEmpty)
    }

    @Test func `who comes home stays home whatever becomes of the case, and who leaves again is in it again`() throws {
        let (hub, contract) = try away()
        let id = try open(hub, contract)
        try hub.enter(0, hub.time("2026-01-26"))
        #expect(try hub.journey(0)?.state == .returned)
        try tell(hub, id, .reported, .triaged)
        #expect(try hub.journey(0)?.state == .returned)
        try hub.exit(0, hub.time("2026-01-27"))
        #expect(try hub.journey(0)?.state == .inCase)
        try hub.enter(0, hub.time("2026-01-28"))
        try tell(hub, id, .triaged, .referred)
        try tell(hub, id, .referred, .closed)
        try tell(hub, id, .closed, .reopened)
        #expect(try hub.journey(0)?.state == .returned)
    }

    @Test func `a case can be opened in mid-season, and one of two that closes does not end the other`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(1)
        try hub.exit(0, hub.time("2025-10-25"))
        let contract = try #require(try hub.journey(0)).contractRef
        let first = try open(hub, contract)
        try tell(hub, first, .reported, .triaged)
        try tell(hub, first, .triaged, .referred)
        try tell(hub, first, .referred, .closed)
        hub.office.now = hub.time("2025-11-10")
        let second = try open(hub, contract)
        #expect(first != second)
        try tell(hub, first, .closed, .reopened)
        try tell(hub, second, .reported, .triaged)
        try tell(hub, second, .triaged, .referred)
        try tell(hub, second, .referred, .closed)
        #expect(try hub.journey(0)?.state == .inCase)
        // What this office opened by another way concerns no journey.
        try tell(hub, "01K8CZAV00ABCDEFGHJKMNPQRS", .reported, .triaged)
        #expect(try hub.office.problems().isEmpty)
    }
}
