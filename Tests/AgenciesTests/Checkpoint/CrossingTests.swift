import Contracts
import GRDB
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct CrossingTests {
    static let key = TokenKey(bytes: [UInt8](0..<32))

    static func document(_ number: Int, _ kind: DocumentKind = .passport) throws -> ScannedDocument {
        ScannedDocument(token: DocumentToken(try DocumentNumber(normalising: "C\(1_000_000 + number)".utf8), key: key), kind: kind)
    }

    static func manifest(_ id: Character, _ documents: Range<Int>, day: String = "2025-10-25", expires: String = "2025-12-31") throws
        -> Langson_Departure_V1_ManifestLodged
    {
        let expires = UTCTime(try #require(CalendarDay(expires)))
        let entries = try documents.map { number in
            let token = try document(number).token.description
            return Langson_Departure_V1_ManifestEntry.with {
                $0.workerRef = worker(number)
                $0.documentKind = .passport
                $0.documentToken = token
            }
        }
        return .with {
            $0.manifestID = "01K8E6Y3ZB4V7N2Q9M5T1R0WX\(id)"
            $0.gate = "HN"
            $0.date = day
            $0.count = UInt32(entries.count)
            $0.entries = entries
            $0.expires = expires.timestamp
        }
    }

    static func worker(_ number: Int) -> String { "01K8E6Y3ZB4V7N2Q9M5T10" + String(1_000 + number) }

    private func cross(
        _ office: OfficeTrial<CheckpointOffice>,
        _ number: Int,
        _ direction: CrossingDirection = .exit,
        need: DeclaredNeed? = nil
    ) throws -> CrossingAnswer {
        try office.write { try $0.cross(Self.document(number), direction, need: need, in: $1) }
    }

    private func exits(_ office: OfficeTrial<CheckpointOffice>) throws -> [Langson_Crossing_V1_ExitRecorded] {
        try office.sent("crossing.exit.recorded.v1")
    }

    @Test func `somebody on a manifest is known, and somebody on none passes as everybody does`() throws {
        let office = try OfficeTrial(CheckpointOffice(gate: "HN"))
        try office.receive("departure.manifest.lodged.v1", try Self.manifest("A", 0..<3))
        guard case .recorded(1, office.now, let match?) = try cross(office, 1) else {
            Issue.record("no match")
            return
        }
        #expect(match.worker == Self.worker(1))
        guard case .recorded(2, _, nil) = try cross(office, 7) else {
            Issue.record("a match")
            return
        }
        let exits = try exits(office)
        #expect(exits.map(\.deviceSeq) == [1, 2])
        #expect(exits.map(\.workerRef) == [Self.worker(1), ""])
        #expect(exits.map(\.manifestID) == ["01K8E6Y3ZB4V7N2Q9M5T1R0WXA", ""])
        #expect(exits.allSatisfy { $0.gate == "HN" && UTCTime($0.occurredAt) == office.now && $0.documentKind == .passport })
        #expect(try office.problems().isEmpty)
    }

    @Test func `scans of one passage are one crossing`() throws {
        let office = try OfficeTrial(CheckpointOffice(gate: "HN"))
        let first = office.now
        #expect(try cross(office, 1) == .recorded(number: 1, at: first, match: nil))
        office.now = first.adding(seconds: 599)
        #expect(try cross(office, 1) == .repeated(number: 1, at: first))
        #expect(try cross(office, 2) == .recorded(number: 2, at: office.now, match: nil))
        // The other direction is another passage, and so is the same one later.
        #expect(try cross(office, 1, .entry) == .recorded(number: 3, at: office.now, match: nil))
        office.now = first.adding(seconds: 600)
        #expect(try cross(office, 1) == .recorded(number: 4, at: office.now, match: nil))
        #expect(try exits(office).map(\.deviceSeq) == [1, 2, 4])
    }

    @Test func `whatever is scanned how often, in whichever order, each passage is one crossing`() throws {
        var generator = ZoneGenerator(seed: 77)
        let office = try OfficeTrial(CheckpointOffice(gate: "HN"))
        var last: [Int: UTCTime] = [:]
        var passages = 0
        for _ in 0..<400 {
            office.now = office.now.adding(seconds: Int64.random(in: 0...120, using: &generator))
            let number = Int.random(in: 0..<12, using: &generator)
            let isNew = last[number].map { office.now.seconds(since: $0) >= 600 } ?? true
            let answer = try cross(office, number)
            if isNew {
                passages += 1
                last[number] = office.now
                #expect(answer == .recorded(number: UInt64(passages), at: office.now, match: nil))
            } else if case .recorded = answer {
                Issue.record("recorded twice")
            }
        }
        #expect(try exits(office).map(\.deviceSeq) == Array(1...UInt64(passages)))
    }

    @Test func `what a returning worker asks for is told, and nothing where nobody asked`() throws {
        let office = try OfficeTrial(CheckpointOffice(gate: "HN"))
        for (number, need) in [DeclaredNeed?.none, DeclaredNeed.none, .wages, .injury, .other].enumerated() {
            _ = try cross(office, number, .entry, need: need)
        }
        let entries: [Langson_Crossing_V1_EntryRecorded] = try office.sent("crossing.entry.recorded.v1")
        #expect(entries.map(\.declaredNeed) == [.unspecified, .none, .wages, .injury, .other])
        // Nothing of it stays here.
        let columns = try office.store.read { try $0.columns(in: "crossing").map(\.name) }
        #expect(!columns.contains { $0.contains("need") })
    }

    @Test func `one that cannot be recorded holds up none of the others`() throws {
        let office = try OfficeTrial(CheckpointOffice(gate: "hn"))
        let results = try office.write { try $0.cross([Self.document(1), Self.document(2)], .exit, in: $1) }
        #expect(results.allSatisfy { if case .failure(let error) = $0 { error.code == .contract } else { false } })
        #expect(try office.sent().isEmpty)
        #expect(try office.store.read { try Int.fetchOne($0, sql: "SELECT device_seq FROM terminal") } == 0)
    }

    @Test func `tokens are forgotten in time, and the day's counts stay`() throws {
        let office = try OfficeTrial(CheckpointOffice(gate: "HN"))
        try office.receive("departure.manifest.lodged.v1", try Self.manifest("A", 0..<2))
        for number in 0..<3 { _ = try cross(office, number) }
        try office.tick(days: 29)
        #expect(try office.store.read { try Int.fetchOne($0, sql: "SELECT count(token) FROM crossing") } == 3)
        try office.tick(days: 1, seconds: 1)
        try office.tick(seconds: 60)
        try office.store.read { database in
            #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM crossing") == 0)
            let counts = try Row.fetchAll(database, sql: "SELECT day, direction, document_kind, is_expected, count FROM crossing_day ORDER BY 4")
            #expect(counts.map { $0[0] as String } == ["2025-10-25", "2025-10-25"])
            #expect(counts.map { $0[3] as Int } == [0, 1])
            #expect(counts.map { $0[4] as Int } == [1, 2])
        }
        // The terminal's count goes on.
        guard case .recorded(4, _, _) = try cross(office, 9) else {
            Issue.record("another number")
            return
        }
    }

    @Test func `where a person was erased, what passed is nobody's`() throws {
        let office = try OfficeTrial(CheckpointOffice(gate: "HN"))
        try office.receive("departure.manifest.lodged.v1", try Self.manifest("A", 0..<3))
        _ = try cross(office, 0)
        var erasure = Langson_Gateway_V1_SubjectErased()
        erasure.subject = Self.worker(0)
        try office.receive("gateway.subject.erased.v1", erasure)
        erasure.subject = try Self.document(1).token.description
        try office.receive("gateway.subject.erased.v1", erasure)
        func count(_ sql: String) throws -> Int? { try office.store.read { try Int.fetchOne($0, sql: sql) } }
        #expect(try count("SELECT count(*) FROM crossing WHERE token IS NULL AND worker_ref IS NULL") == 1)
        #expect(try count("SELECT count(*) FROM manifest_entry") == 1)
    }

    @Test func `no table has a place for a document, a name or a birthday`() throws {
        let office = try OfficeTrial(CheckpointOffice(gate: "HN"))
        let columns = try office.store.read { database in
            try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'").flatMap {
                try database.columns(in: $0).map(\.name)
            }
        }
        for word in ["document_number", "surname", "birth", "nationality", "mrz"] { #expect(!columns.contains { $0.contains(word) }) }
    }
}
