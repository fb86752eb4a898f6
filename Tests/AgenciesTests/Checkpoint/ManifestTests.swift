import Contracts
import GRDB
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct ManifestTests {
    private static let type = "departure.manifest.lodged.v1"
    private typealias Office = OfficeTrial<CheckpointOffice>

    private func office() throws -> Office { try OfficeTrial(CheckpointOffice(gate: "HN")) }

    private func cross(_ office: Office, _ numbers: Range<Int>, _ direction: CrossingDirection = .exit) throws {
        for number in numbers { _ = try office.write { try $0.cross(CrossingTests.document(number), direction, in: $1) } }
    }

    private func summaries(_ office: Office) throws -> [[Int?]] {
        let days = try #require(CalendarDay("2025-10-01"))...#require(CalendarDay("2025-12-31"))
        return try office.store.read { try office.rules.manifests(days, $0) }.map { [$0.expected, $0.departed, $0.noShows] }
    }

    @Test func `those who have not come are counted when the day is over`() throws {
        let office = try office()
        try office.receive(Self.type, try CrossingTests.manifest("A", 0..<10))
        try cross(office, 0..<7)
        #expect(try summaries(office) == [[10, 7, nil]])
        try office.tick(seconds: 16 * 3_600 - 1)
        #expect(try summaries(office) == [[10, 7, nil]])
        try office.tick(seconds: 1)
        #expect(try summaries(office) == [[10, 7, 3]])
        // Two come a day late; one of them is scanned again later.
        try cross(office, 7..<9)
        office.now = office.now.adding(seconds: 3_600)
        try cross(office, 8..<9)
        #expect(try summaries(office) == [[10, 9, 1]])
        try office.tick(days: 1)
        #expect(try summaries(office) == [[10, 9, 1]])
    }

    @Test func `a manifest that comes after its people is counted as if it had come before`() throws {
        let office = try office()
        try cross(office, 0..<7)
        try office.receive(Self.type, try CrossingTests.manifest("A", 0..<10))
        #expect(try summaries(office) == [[10, 7, nil]])
        office.now = office.now.adding(seconds: 3 * 86_400)
        try office.receive(Self.type, try CrossingTests.manifest("B", 3..<13))
        try office.tick()
        #expect(try summaries(office) == [[10, 7, 3], [10, 4, 6]])
    }

    @Test func `a manifest lodged again is the one that counts`() throws {
        let office = try office()
        try office.receive(Self.type, try CrossingTests.manifest("A", 0..<10))
        try office.receive(Self.type, try CrossingTests.manifest("A", 0..<10))
        try office.receive(Self.type, try CrossingTests.manifest("A", 0..<4))
        #expect(try summaries(office) == [[4, 0, nil]])
        #expect(try office.store.read { try office.rules.manifest("01K8E6Y3ZB4V7N2Q9M5T1R0WXA", $0) }.count == 4)
    }

    @Test func `somebody on several manifests is on that of the day, else on the nearest`() throws {
        let office = try office()
        for (id, day) in [("A", "2025-10-20"), ("B", "2025-10-25"), ("C", "2025-10-26")] as [(Character, String)] {
            try office.receive(Self.type, try CrossingTests.manifest(id, 0..<1, day: day))
        }
        func match(_ direction: CrossingDirection, _ day: String) throws -> String? {
            try office.store.read {
                try ManifestBook(database: $0).match(
                    CrossingTests.document(0).token,
                    direction,
                    on: #require(CalendarDay(day)),
                    at: office.now
                )?.day.description
            }
        }
        #expect(try match(.exit, "2025-10-25") == "2025-10-25")
        #expect(try match(.exit, "2025-10-23") == "2025-10-25")
        #expect(try match(.exit, "2025-11-23") == "2025-10-26")
        // Nobody comes home from a journey that lies ahead.
        #expect(try match(.entry, "2025-10-24") == "2025-10-20")
        #expect(try match(.entry, "2025-10-19") == nil)
    }

    @Test func `an expired manifest is dropped, and its numbers stay`() throws {
        let office = try office()
        try office.receive(Self.type, try CrossingTests.manifest("A", 0..<5, expires: "2025-10-27"))
        try office.receive(Self.type, try CrossingTests.manifest("B", 5..<8, expires: "2025-10-27"))
        try cross(office, 0..<3)
        try office.tick(days: 3)
        try office.tick(seconds: 60)
        try office.store.read { database in
            #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM manifest") == 0)
            #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM manifest_entry") == 0)
            let day = try #require(try Row.fetchOne(database, sql: "SELECT expected, no_shows FROM departure_day WHERE day = '2025-10-25'"))
            #expect([day[0] as Int, day[1] as Int] == [8, 5])
        }
        // Whoever comes now is on none.
        guard case .recorded(_, _, nil) = try office.write({ try $0.cross(CrossingTests.document(4), .exit, in: $1) }) else {
            Issue.record("a match")
            return
        }
    }

    @Test func `another gate's manifest is a problem, and is not kept`() throws {
        let office = try office()
        var manifest = try CrossingTests.manifest("A", 0..<1)
        manifest.gate = "CM"
        try office.receive(Self.type, manifest)
        #expect(try office.problems().map(\.code) == ["forbidden"])
        #expect(try summaries(office).isEmpty)
        #expect(throws: OfficeError.self) { try office.store.read { try office.rules.manifest("01K8E6Y3ZB4V7N2Q9M5T1R0WXA", $0) } }
    }

    @Test func `what follows from a manifest stands in its chain`() throws {
        let office = try office()
        try office.receive(Self.type, try CrossingTests.manifest("A", 0..<1))
        try cross(office, 0..<2)
        let chains = try office.store.read { try Int.fetchAll($0, sql: "SELECT chain IS NOT NULL FROM outbox_message ORDER BY id") }
        #expect(chains == [1, 0])
    }
}
