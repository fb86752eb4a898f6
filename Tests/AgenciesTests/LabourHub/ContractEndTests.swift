import Contracts
import GRDB
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct ContractEndTests {
    private func states(_ hub: LabourTrial) throws -> [ContractState] { try hub.office.store.read { try ContractRecord.all($0).map(\.state) } }

    @Test func `a contract ends after its last day, and a return before it ends nothing`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(2)
        for number in 0..<2 { try hub.exit(number, hub.time("2025-10-25")) }
        try hub.enter(0, hub.time("2026-01-10"))
        hub.office.now = hub.time("2026-01-20")
        try hub.office.tick()
        #expect(try states(hub) == [.accepted, .accepted])
        try hub.office.tick(days: 1)
        #expect(try states(hub) == [.ended, .ended])
        let contract = try #require(try hub.journey(0)).contractRef
        #expect(#expect(throws: OfficeError.self) { try hub.office.write { try Contracting(in: $1).decline(contract) } } != nil)
        // Who is still away is followed, and asked after.
        try hub.office.tick(days: 2)
        #expect(try hub.journey(1)?.state == .welfareDue)
    }

    @Test func `the desk is told nothing new by the end of contracts, and seats stay taken`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(6)
        for number in 0..<6 { try hub.exit(number, hub.time("2025-10-25")) }
        try hub.office.tick()
        let told = try hub.office.sent("demand.fill.reported.v1", as: Langson_Demand_V1_FillReported.self)
        hub.office.now = hub.time("2026-01-22")
        try hub.office.tick()
        #expect(try states(hub) == Array(repeating: .ended, count: 6))
        #expect(try hub.office.sent("demand.fill.reported.v1", as: Langson_Demand_V1_FillReported.self) == told)
        #expect(try hub.office.store.read { try Fill(order: hub.order, $0).accepted } == 6)
    }

    @Test func `a crossing that goes nowhere is a damaged store, and no exit`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(1)
        try hub.exit(0, hub.time("2025-10-25"))
        _ = try hub.office.write { _, transaction in try transaction.database.execute(sql: "UPDATE crossing SET direction = 'up'") }
        try hub.enter(0, hub.time("2025-10-26"))
        #expect(try hub.office.problems().map(\.code) == ["unreadable"])
        #expect(try hub.office.store.read { try JourneyRecord.all($0, state: .exited).count } == 1)
    }

    @Test func `a store that holds a state which nobody knows is damaged, and does not pass for another state`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(1)
        _ = try hub.office.write { _, transaction in try transaction.database.execute(sql: "UPDATE contract SET state = 'lost'") }
        #expect(#expect(throws: OfficeError.self) { try states(hub) }?.code == .unreadable)
    }
}
