import Contracts
import GRDB
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct ManifestAgainTests {
    private func manifests(_ hub: LabourTrial) throws -> [Langson_Departure_V1_ManifestLodged] {
        try hub.office.sent("departure.manifest.lodged.v1", as: Langson_Departure_V1_ManifestLodged.self)
    }

    private func again(_ hub: LabourTrial, _ manifest: String, _ gate: String, _ day: String) throws -> Int {
        try hub.office.write { try Manifests(settings: $0.settings, in: $1).lodgeAgain(manifest, gate: gate, day: CalendarDay(day)!).count }
    }

    @Test func `those who could not go are listed again, for another gate and day`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(4)
        let first = try #require(try manifests(hub).first).manifestID
        try hub.exit(0, hub.time("2025-10-25"))
        // One does not want to go any more.
        let contract = try #require(try hub.journey(1)).contractRef
        try hub.office.write { try Contracting(in: $1).decline(contract) }
        hub.office.now = hub.time("2025-10-30")
        try hub.office.tick()
        #expect(try hub.journey(2)?.state == .noShow)
        #expect(try hub.office.store.read { try ManifestRecord.all($0).map(\.waiting) } == [3])
        #expect(try again(hub, first, "CM", "2025-11-02") == 2)
        let second = try #require(try manifests(hub).last)
        #expect(second.gate == "CM" && second.date == "2025-11-02")
        #expect(second.entries.map(\.documentToken).sorted() == [hub.token(2), hub.token(3)])
        #expect(try hub.journey(2)?.state == .manifested)
        #expect(try hub.office.store.read { try ManifestRecord.all($0).map(\.waiting) } == [1, 2])
        // Whom the first gate's checkpoint saw, and tells of late, has gone all the same.
        try hub.exit(2, hub.time("2025-10-25"))
        try hub.exit(3, hub.time("2025-11-02"), gate: "CM")
        #expect(try (0..<4).map { try hub.journey($0)?.state } == [.exited, .noShow, .exited, .exited])
        #expect(try hub.journey(2)?.exitedAt == hub.time("2025-10-25"))
        #expect(#expect(throws: OfficeError.self) { _ = try again(hub, first, "HN", "2025-11-05") }?.code == .unknown)
    }

    @Test func `a list that is made again before its day takes everybody along, and by the same rules as the first`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(2)
        let first = try #require(try manifests(hub).first).manifestID
        for (gate, day) in [("TT", "2025-10-26"), ("HN", "2025-10-19"), ("HN", "2026-01-21")] {
            #expect(throws: OfficeError.self) { _ = try again(hub, first, gate, day) }
        }
        #expect(#expect(throws: OfficeError.self) { _ = try again(hub, "nothing", "HN", "2025-10-26") }?.code == .unknown)
        #expect(try manifests(hub).count == 1)
        #expect(try again(hub, first, "HN", "2025-10-25") == 2)
        #expect(try Set(manifests(hub).map(\.manifestID)).count == 2)
        // Who is expected on a later day has not missed the first.
        #expect(try again(hub, try #require(try manifests(hub).last).manifestID, "HN", "2025-11-05") == 2)
        hub.office.now = hub.time("2025-11-04")
        try hub.office.tick()
        #expect(try hub.journey(0)?.state == .manifested)
    }
}
