import Contracts
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct HandoverTests {
    @Test func `a group is told in counts and needs`() throws {
        let office = try OfficeTrial(CheckpointOffice(gate: "HN"))
        let group = Handover(at: office.now.adding(seconds: -600), adults: 6, minors: 2, needs: [.food, .medical, .food])
        let id = try office.write { try $0.receiveHandover(group, in: $1) }
        let said: [Langson_Handover_V1_Received] = try office.sent("handover.received.v1")
        #expect(said.map(\.batchID) == [id])
        #expect(said.allSatisfy { $0.gate == "HN" && $0.adults == 6 && $0.minors == 2 && $0.needs == [.medical, .food] })
        #expect(try office.store.read { try office.rules.handovers($0) }.map(\.handover) == [group])
    }

    @Test func `a group is told once, and two groups are two`() throws {
        let office = try OfficeTrial(CheckpointOffice(gate: "HN"))
        let group = Handover(at: office.now, adults: 3, minors: 0, needs: [])
        _ = try office.write { try $0.receiveHandover(group, in: $1) }
        office.now = office.now.adding(seconds: 60)
        let error = #expect(throws: OfficeError.self) { try office.write { try $0.receiveHandover(group, in: $1) } }
        #expect(error?.code == .conflict)
        // As a command says it that was cut off and is given again: with the time of now.
        let known = try #require(try office.store.read { try office.rules.handovers($0) }.first?.id)
        for seconds in [-599, 1, 599] as [Int64] {
            let again = Handover(at: group.at.adding(seconds: seconds), adults: 3, minors: 0, needs: [])
            office.now = group.at.adding(seconds: 600)
            let error = #expect(throws: OfficeError.self) { try office.write { try $0.receiveHandover(again, in: $1) } }
            #expect(error?.code == .conflict)
            #expect(error?.wording.vi.contains(known) == true && error?.wording.en.contains("--again") == true)
        }
        #expect(try office.sent().count == 1)
        _ = try office.write { try $0.receiveHandover(group, isAnother: true, in: $1) }
        _ = try office.write { try $0.receiveHandover(Handover(at: group.at.adding(seconds: 600), adults: 3, minors: 0, needs: []), in: $1) }
        _ = try office.write { try $0.receiveHandover(Handover(at: group.at, adults: 4, minors: 0, needs: []), in: $1) }
        #expect(try office.sent().count == 4)
    }

    @Test func `a group without people, or one that has not come yet, is refused`() throws {
        let office = try OfficeTrial(CheckpointOffice(gate: "HN"))
        for group in [
            Handover(at: office.now, adults: 0, minors: 0, needs: [.food]),
            Handover(at: office.now.adding(seconds: 3_600), adults: 1, minors: 0, needs: []),
        ] {
            let error = #expect(throws: OfficeError.self) { try office.write { try $0.receiveHandover(group, in: $1) } }
            #expect(error?.code == .contract)
        }
        #expect(try office.store.read { try office.rules.handovers($0) }.isEmpty)
    }

    @Test func `groups are forgotten after ninety days`() throws {
        let office = try OfficeTrial(CheckpointOffice(gate: "HN"))
        _ = try office.write { try $0.receiveHandover(Handover(at: office.now, adults: 1, minors: 0, needs: []), in: $1) }
        try office.tick(days: 90, seconds: 1)
        #expect(try office.store.read { try office.rules.handovers($0) }.isEmpty)
    }
}
