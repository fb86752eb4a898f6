import Contracts
import GRDB
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct ClockTests {
    private typealias Office = OfficeTrial<CheckpointOffice>

    private func office(_ settings: CheckpointSettings = CheckpointSettings(), learnsClock: Bool = true) throws -> Office {
        try OfficeTrial(CheckpointOffice(gate: "HN", settings: settings, learnsClock: learnsClock))
    }

    /// Messages come, a minute apart.
    ///
    /// - Parameters:
    ///   - ahead: How far this machine's clock is ahead of the gateway's, in seconds.
    ///   - delays: How long each was on its way.
    private func note(_ office: Office, ahead: Int64, delays: [Int64]) throws {
        for delay in delays {
            office.now = office.now.adding(seconds: 60)
            let recordedAt = office.now.adding(seconds: -ahead - delay)
            try office.write { try ClockBook(database: $1.database).note(recordedAt: recordedAt, at: $1.now) }
        }
    }

    private func estimate(_ office: Office) throws -> ClockEstimate? { try office.store.read { try office.rules.clock($0, at: office.now) } }

    @Test func `nothing is certain before several minutes say the same`() throws {
        let office = try office()
        #expect(try estimate(office) == nil)
        try note(office, ahead: 600, delays: [0, 1])
        #expect(try estimate(office) == ClockEstimate(ahead: 600_000_000, isCertain: false))
        try note(office, ahead: 600, delays: [1])
        #expect(try estimate(office) == ClockEstimate(ahead: 600_000_000, isCertain: true))
    }

    @Test func `a backlog of days says nothing of the clock`() throws {
        let office = try office()
        try note(office, ahead: 0, delays: [259_200, 250_000, 86_400, 4_000])
        #expect(try estimate(office)?.isCertain == false)
        try note(office, ahead: 0, delays: [0, 0, 0])
        #expect(try estimate(office) == ClockEstimate(ahead: 0, isCertain: true))
    }

    @Test func `a clock that was set right is believed again`() throws {
        for ahead in [3_600, -3_600] as [Int64] {
            let office = try office()
            try note(office, ahead: ahead, delays: [0, 0, 0, 0, 0])
            try note(office, ahead: 0, delays: [0, 40, 0, 0])
            #expect(try estimate(office) == ClockEstimate(ahead: 0, isCertain: true), "\(ahead)")
        }
    }

    @Test func `with the first message after a clock was set right nothing is corrected any more`() throws {
        for ahead in [3_600, -3_600] as [Int64] {
            let office = try office()
            try note(office, ahead: ahead, delays: [0, 0, 0, 0, 0])
            try note(office, ahead: 0, delays: [0])
            #expect(try UTCTime(exit(office, 1).occurredAt) == office.now, "\(ahead)")
        }
    }

    @Test func `a clock that was set back makes what it said before worth nothing`() throws {
        let office = try office()
        try note(office, ahead: 86_400, delays: [0, 0, 0])
        try office.tick(seconds: -86_400)
        #expect(try estimate(office) == nil)
    }

    private func exit(_ office: Office, _ number: Int) throws -> Langson_Crossing_V1_ExitRecorded {
        _ = try office.write { try $0.cross(CrossingTests.document(number), .exit, in: $1) }
        let exits = try office.sent("crossing.exit.recorded.v1", as: Langson_Crossing_V1_ExitRecorded.self)
        return try #require(exits.last)
    }

    @Test(arguments: [7_200, -7_200, 1_000_000, -1_000_000]) func `a crossing carries the gateway's time, and both times are kept`(ahead: Int64)
        throws
    {
        let office = try office()
        let read = office.now
        #expect(UTCTime(try exit(office, 1).occurredAt) == read)
        try note(office, ahead: ahead, delays: [0, 0, 0])
        let (late, corrected) = (office.now, office.now.adding(seconds: -ahead))
        #expect(UTCTime(try exit(office, 2).occurredAt) == corrected)
        let rows = try office.store.read { try Row.fetchAll($0, sql: "SELECT read_at, occurred_at FROM crossing ORDER BY device_seq") }
        #expect(rows.map { [$0[0] as Int64, $0[1] as Int64] } == [[read, read], [late, corrected]].map { $0.map(\.microseconds) })
    }

    @Test func `scans of one passage are one crossing, though the clock was found wrong between them`() throws {
        let office = try office()
        _ = try exit(office, 1)
        try note(office, ahead: 3_600, delays: [0, 0, 0])
        _ = try exit(office, 1)
        #expect(try office.sent("crossing.exit.recorded.v1", as: Langson_Crossing_V1_ExitRecorded.self).count == 1)
    }

    @Test func `a clock that is right, or not certainly wrong, or not to be corrected, is left alone`() throws {
        var settings = CheckpointSettings()
        settings.correctClock = false
        for (office, ahead, delays) in [
            (try office(), 1, [0, 0, 0]), (try office(), 3_600, [0, 0]), (try office(settings), 100, [0, 0, 0]),
            (try office(learnsClock: false), 100, [0, 0, 0]),
        ] as [(Office, Int64, [Int64])] {
            try note(office, ahead: ahead, delays: delays)
            #expect(UTCTime(try exit(office, 1).occurredAt) == office.now)
        }
    }

    /// The gateway refuses what waits, as it refuses what lies in the future.
    private func refuse(_ office: Office, rule: String = "order") throws {
        try office.write { _, transaction in
            try transaction.database.execute(
                sql: """
                    INSERT INTO outbox_refused (id, type, event_id, body, is_exercise, code, path, rule, expected, chain)
                    SELECT id, type, event_id, body, is_exercise, 24, 'occurred_at', ?, '', chain FROM outbox_message
                    """,
                arguments: [rule]
            )
            try transaction.database.execute(sql: "DELETE FROM outbox_message")
        }
    }

    @Test func `what the gateway refused because the clock ran ahead is said again with the right time`() throws {
        let office = try office()
        let read = office.now
        _ = try exit(office, 1)
        _ = try office.write { try $0.cross(CrossingTests.document(2), .entry, in: $1) }
        try refuse(office)
        try office.tick(seconds: 60)
        #expect(try office.status().refused == 2)
        try note(office, ahead: 86_400, delays: [0, 0, 0])
        try office.tick()
        let right = read.adding(seconds: -86_400)
        let exits: [Langson_Crossing_V1_ExitRecorded] = try office.sent("crossing.exit.recorded.v1")
        let entries: [Langson_Crossing_V1_EntryRecorded] = try office.sent("crossing.entry.recorded.v1")
        #expect(exits.map { UTCTime($0.occurredAt) } == [right] && exits.map(\.deviceSeq) == [1])
        #expect(entries.map { UTCTime($0.occurredAt) } == [right] && entries.map(\.deviceSeq) == [2])
        #expect(try office.status().refused == 0)
        let days = try office.store.read { try String.fetchAll($0, sql: "SELECT DISTINCT day FROM crossing") }
        #expect(days == ["2025-10-24"])
    }

    @Test func `what was refused for another reason is a person's to look at`() throws {
        let office = try office()
        _ = try exit(office, 1)
        try refuse(office, rule: "format")
        try note(office, ahead: 86_400, delays: [0, 0, 0])
        try office.tick()
        #expect(try office.status().refused == 1)
        #expect(try office.sent().isEmpty)
    }

    @Test func `a difference is told in words`() throws {
        #expect(ClockEstimate(ahead: 192_000_000, isCertain: true).size == Wording(vi: "3 phút 12 giây", en: "3 min 12 s"))
        #expect(ClockEstimate(ahead: -90_061_000_000, isCertain: true).size.en == "1 d 1 h")
        #expect(ClockEstimate(ahead: 5_000_000, isCertain: true).size.vi == "5 giây")
    }

    @Test func `messages of every kind tell the time, and an exercise on a clock of its own learns nothing`() throws {
        for learnsClock in [true, false] {
            let office = try office(learnsClock: learnsClock)
            for _ in 0..<3 {
                office.now = office.now.adding(seconds: 60)
                try office.receive("handover.received.v1", Langson_Handover_V1_Received())
            }
            #expect(try estimate(office)?.isCertain == (learnsClock ? true : nil))
        }
    }
}
