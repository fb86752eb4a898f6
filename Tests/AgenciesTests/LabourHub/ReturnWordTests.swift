import Contracts
import GRDB
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct ReturnWordTests {
    private func away(_ count: Int = 1) throws -> (hub: LabourTrial, contract: String) {
        let hub = try LabourTrial()
        try hub.sendOff(count)
        try hub.exit(0, hub.time("2025-10-25"))
        hub.office.now = hub.time("2026-01-25")
        try hub.office.tick()
        return (hub, try #require(try hub.journey(0)).contractRef)
    }

    private func say(_ hub: LabourTrial, _ name: String, _ day: String, _ reason: String = "by another gate") throws {
        try hub.office.write { try Journeys(settings: $0.settings).markReturned(name, on: CalendarDay(day)!, reason: reason, in: $1) }
    }

    private func takeBack(_ hub: LabourTrial, _ name: String) throws {
        try hub.office.write { try Journeys(settings: $0.settings).takeBackReturn(name, reason: "it was somebody else", in: $1) }
    }

    @Test func `who came back another way is back by an officer's word, and nobody asks after them`() throws {
        let (hub, contract) = try away()
        let worker = try #require(try hub.journey(0)).workerRef
        for name in [contract, worker, hub.token(0)] {
            try say(hub, name, "2026-01-22")
            #expect(try hub.journey(0)?.state == .returned)
            #expect(try hub.journey(0)?.returnedAt == hub.time("2026-01-22", 12))
        }
        // A later crossing by another worker, or of an earlier day, does not undo it.
        try hub.exit(0, hub.time("2025-10-25", 11))
        #expect(try hub.journey(0)?.state == .returned)
        let said = try hub.office.sent().count
        try hub.office.tick(days: 30)
        #expect(try hub.office.sent().count == said)
        #expect(try hub.office.store.read { try ReturnWord.all(of: contract, $0).map(\.reason) } == Array(repeating: "by another gate", count: 3))
    }

    @Test func `a word is corrected by the next one, and can be taken back`() throws {
        let (hub, contract) = try away()
        try say(hub, contract, "2026-01-22")
        try say(hub, contract, "2026-01-20")
        #expect(try hub.journey(0)?.returnedAt == hub.time("2026-01-20", 12))
        try takeBack(hub, contract)
        #expect(try hub.journey(0)?.state == .exited)
        #expect(try hub.journey(0)?.returnedAt == nil)
        #expect(throws: OfficeError.self) { try takeBack(hub, contract) }
        try hub.office.tick(days: 1)
        #expect(try hub.journey(0)?.state == .welfareDue)
    }

    @Test func `what a checkpoint saw counts more than a word`() throws {
        let (hub, contract) = try away()
        try say(hub, contract, "2026-01-22")
        // The scan of an earlier entry comes late, and then that of another exit.
        try hub.enter(0, hub.time("2026-01-21"), need: .injury)
        #expect(try hub.journey(0)?.returnedAt == hub.time("2026-01-21"))
        #expect(try hub.journey(0)?.declaredNeed == .injury)
        #expect(throws: OfficeError.self) { try takeBack(hub, contract) }
        #expect(throws: OfficeError.self) { try say(hub, contract, "2026-01-23") }
        try hub.exit(0, hub.time("2026-01-24"))
        #expect(try hub.journey(0)?.state == .exited)
        let error = #expect(throws: OfficeError.self) { try say(hub, contract, "2026-01-23") }
        #expect(error?.code == .conflict)
        #expect(try hub.journey(0)?.state == .exited)
        try say(hub, contract, "2026-01-25")
        #expect(try hub.journey(0)?.state == .returned)
    }

    @Test(arguments: [("2025-10-24", "seen"), ("2026-01-26", "seen"), ("2026-01-22", ""), ("2026-01-22", "passport C1234567")])
    func `a day or a reason that does not fit is refused, and nothing changes`(day: String, reason: String) throws {
        let (hub, contract) = try away()
        let before = try hub.journey(0)
        let error = #expect(throws: OfficeError.self) { try say(hub, contract, day, reason) }
        #expect(error?.code == .invalid)
        #expect(try hub.journey(0) == before)
        #expect(try hub.office.store.read { try ReturnWord.all(of: contract, $0) }.isEmpty)
    }

    @Test func `nobody is back who was never seen leaving, and a name that could mean two journeys is refused`() throws {
        let (hub, contract) = try away(2)
        let other = try #require(try hub.journeys().first { $0.contractRef != contract }).contractRef
        #expect(#expect(throws: OfficeError.self) { try say(hub, other, "2026-01-22") }?.code == .forbidden)
        #expect(#expect(throws: OfficeError.self) { try say(hub, "", "2026-01-22") }?.code == .unknown)
        _ = try hub.office.write { _, transaction in
            try transaction.database.execute(sql: "UPDATE journey SET worker_ref = 'W', state = 'exited'")
        }
        #expect(#expect(throws: OfficeError.self) { try say(hub, "W", "2026-01-22") }?.code == .conflict)
    }

    @Test func `what was said of a return is forgotten with the journey's times`() throws {
        let (hub, contract) = try away()
        try say(hub, contract, "2026-01-22")
        try hub.office.tick(days: 120)
        #expect(try hub.office.store.read { try ReturnWord.all(of: contract, $0) }.isEmpty)
        #expect(try hub.journeys().map(\.state) == [.returned])
    }
}
