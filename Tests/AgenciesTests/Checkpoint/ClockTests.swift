import Client
import Contracts
import Foundation
import GRDB
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct ClockTests {
    private typealias Office = OfficeTrial<CheckpointOffice>

    private func office(_ settings: CheckpointSettings = CheckpointSettings()) throws -> Office {
        try OfficeTrial(CheckpointOffice(gate: "HN", settings: settings))
    }

    /// The gateway answers.
    ///
    /// - Parameters:
    ///   - ahead: How far this machine's clock is ahead of the gateway's, in seconds.
    ///   - delay: How long question and answer took, in seconds.
    private func compare(_ office: Office, ahead: Int64, delay: Int64 = 0) throws {
        let estimate = ClockEstimate(least: (ahead - delay) * 1_000_000, most: ahead * 1_000_000)
        try office.write { try ClockBook(database: $1.database).note(estimate, at: $1.now) }
    }

    private func estimate(_ office: Office) throws -> ClockEstimate? { try office.store.read { try office.rules.clock($0, at: office.now) } }

    private func exit(_ office: Office, _ number: Int) throws -> Langson_Crossing_V1_ExitRecorded {
        _ = try office.write { try $0.cross(CrossingTests.document(number), .exit, in: $1) }
        let exits = try office.sent("crossing.exit.recorded.v1", as: Langson_Crossing_V1_ExitRecorded.self)
        return try #require(exits.last)
    }

    // MARK: One comparison

    @Test func `one answer bounds the difference, and what excludes zero is an error of the clock`() throws {
        let start = ContinuousClock.now
        let time = UTCTime(seconds: 1_760_000_000)
        /// The gateway's clock is read `there` seconds after the question; this machine's, `here` seconds after it, shows `ahead` too much.
        func estimate(ahead: Int64, there: Int64, answered: Int64, here: Int64) -> ClockEstimate {
            ClockEstimate(
                GatewayClock(
                    time: time.adding(seconds: there).microseconds,
                    asked: start,
                    answered: start.advanced(by: .seconds(answered))
                ),
                time.adding(seconds: here + ahead),
                between: start.advanced(by: .seconds(here)),
                and: start.advanced(by: .seconds(here))
            )
        }
        for ahead in [-86_400, -3_600, -3, 0, 3, 3_600, 86_400] as [Int64] {
            for (there, answered, here) in [(0, 0, 0), (0, 1, 1), (1, 1, 1), (2, 4, 9), (0, 4, 3_600), (4, 4, 86_400)] as [(Int64, Int64, Int64)] {
                let found = estimate(ahead: ahead, there: there, answered: answered, here: here)
                // The truth lies between the bounds, however long the answer took and whenever this machine's clock is looked at.
                #expect(found.least <= ahead * 1_000_000 && ahead * 1_000_000 <= found.most)
                #expect(found.most - found.least <= answered * 1_000_000 + 2 * here * 100)
                if ahead == 0 { #expect(!found.isWrong) }
                if abs(ahead) >= 3_600 { #expect(found.isWrong) }
            }
        }
        #expect(estimate(ahead: 3, there: 0, answered: 0, here: 0).isWrong)
        // It may be the way of the answer.
        #expect(!estimate(ahead: 3, there: 4, answered: 4, here: 4).isWrong)
    }

    @Test func `a clock that was set is noticed by the next look, and not by the way of an answer`() {
        let known = ClockEstimate(least: 3_599_900_000, most: 3_600_100_000)
        #expect(known.agrees(with: ClockEstimate(least: 3_600_000_000, most: 3_604_000_000)))
        #expect(!known.agrees(with: ClockEstimate(least: -100_000, most: 100_000)))
    }

    @Test func `what nobody compared for a day, or compared before the clock was set back, says nothing`() throws {
        let office = try office()
        #expect(try estimate(office) == nil)
        try compare(office, ahead: 600)
        #expect(try estimate(office)?.ahead == 600_000_000)
        office.now = office.now.adding(seconds: 86_400)
        #expect(try estimate(office) != nil)
        office.now = office.now.adding(seconds: 1)
        #expect(try estimate(office) == nil)
        try compare(office, ahead: 86_400)
        office.now = office.now.adding(seconds: -86_400)
        #expect(try estimate(office) == nil)
    }

    @Test func `what was compared before this machine was started anew says nothing: its clock may have been set`() throws {
        let office = try office()
        try office.write {
            try ClockBook(database: $1.database, boot: "before").note(ClockEstimate(least: 9_000_000, most: 9_000_000), at: office.now)
        }
        #expect(try estimate(office) == nil)
        #expect(try office.store.read { try ClockBook(database: $0, boot: "before").estimate(at: office.now) }?.ahead == 9_000_000)
    }

    @Test func `a difference is told in words`() {
        #expect(ClockEstimate(least: 192_000_000, most: 192_000_000).size == Wording(vi: "3 phút 12 giây", en: "3 min 12 s"))
        #expect(ClockEstimate(least: -90_061_000_000, most: -90_061_000_000).size.en == "1 d 1 h")
        #expect(ClockEstimate(least: 4_000_000, most: 6_000_000).size.vi == "5 giây")
    }

    // MARK: What counts by it

    @Test(arguments: [7_200, -7_200, 1_000_000, -1_000_000]) func `a crossing carries the gateway's time, and both times are kept`(ahead: Int64)
        throws
    {
        let office = try office()
        let read = office.now
        #expect(UTCTime(try exit(office, 1).occurredAt) == read)
        try compare(office, ahead: ahead)
        let corrected = read.adding(seconds: -ahead)
        #expect(UTCTime(try exit(office, 2).occurredAt) == corrected)
        let rows = try office.store.read { try Row.fetchAll($0, sql: "SELECT read_at, occurred_at FROM crossing ORDER BY device_seq") }
        #expect(rows.map { [$0[0] as Int64, $0[1] as Int64] } == [[read, read], [read, corrected]].map { $0.map(\.microseconds) })
    }

    @Test func `scans of one passage are one crossing, though the clock was found wrong between them`() throws {
        let office = try office()
        _ = try exit(office, 1)
        try compare(office, ahead: 3_600)
        _ = try exit(office, 1)
        #expect(try office.sent("crossing.exit.recorded.v1", as: Langson_Crossing_V1_ExitRecorded.self).count == 1)
    }

    @Test func `a clock that is right, or not certainly wrong, or not to be corrected, is left alone`() throws {
        var settings = CheckpointSettings()
        settings.correctClock = false
        for (office, ahead, delay) in [(try office(), 1, 0), (try office(), 4, 5), (try office(settings), 3_600, 0)] as [(Office, Int64, Int64)] {
            try compare(office, ahead: ahead, delay: delay)
            #expect(UTCTime(try exit(office, 1).occurredAt) == office.now)
        }
    }

    @Test func `by a clock that is a day ahead nothing is over before its time`() throws {
        let office = try office()
        let truth = office.now
        try office.receive("departure.manifest.lodged.v1", try CrossingTests.manifest("A", 0..<3, expires: "2025-10-26"))
        let alert = Alert(urgency: .immediate, severity: .severe, certainty: .likely, markerFrom: "1116", expires: truth.adding(seconds: 7_200))
        _ = try office.write { try $0.issueAlert(alert, in: $1) }
        _ = try office.write { try $0.changeGate(to: .open, in: $1) }
        office.now = truth.adding(seconds: 86_400)
        try compare(office, ahead: 86_400)
        try office.tick()
        let days = try #require(CalendarDay("2025-10-25"))...#require(CalendarDay("2025-10-25"))
        #expect(try office.store.read { try office.rules.manifests(days, $0) }.map(\.noShows) == [nil])
        #expect(try office.store.read { try office.rules.alerts(includingOver: true, $0) }.map(\.state) == [.issued])
        #expect(try office.store.read { try office.rules.gatewayTime(office.now, $0) } == truth)
        guard case .recorded(_, truth, .some) = try office.write({ try $0.cross(CrossingTests.document(1), .exit, in: $1) }) else {
            Issue.record("no match")
            return
        }
        // And not after it: an hour before midnight, by a clock that is a day behind.
        office.now = truth.adding(seconds: -7_200)
        try compare(office, ahead: -86_400)
        try office.tick()
        #expect(try office.store.read { try office.rules.manifests(days, $0) }.isEmpty)
        #expect(try office.store.read { try office.rules.alerts(includingOver: true, $0) }.map(\.state) == [.expired])
    }

    @Test func `whatever is said with the gateway's time keeps this machine's too`() throws {
        let office = try office()
        try compare(office, ahead: 3_600)
        let truth = office.now.adding(seconds: -3_600)
        let alert = Alert(urgency: .immediate, severity: .severe, certainty: .likely, markerFrom: "1116", expires: truth.adding(seconds: 60))
        _ = try office.write { try $0.issueAlert(alert, in: $1) }
        _ = try office.write { try $0.changeGate(to: .open, in: $1) }
        _ = try office.write { try $0.receiveHandover(Handover(at: $0.gatewayNow(in: $1), adults: 6, minors: 0, needs: []), in: $1) }
        let rows = try both(office)
        #expect(rows.map(\.type) == ["alert.crossing.issued.v1", "gate.status.changed.v1", "handover.received.v1"])
        #expect(rows.allSatisfy { $0.read == office.now && $0.said == truth })
        let statuses: [Langson_Gate_V1_StatusChanged] = try office.sent("gate.status.changed.v1")
        #expect(statuses.map { UTCTime($0.from) } == [truth])
        try office.tick(days: 91)
        #expect(try both(office).isEmpty)
    }

    private func both(_ office: Office) throws -> [(type: String, read: UTCTime, said: UTCTime)] {
        try office.store.read { database in
            try Row.fetchAll(database, sql: "SELECT type, read_at, said_at FROM clock_correction ORDER BY type").map {
                ($0[0], UTCTime(microseconds: $0[1]), UTCTime(microseconds: $0[2]))
            }
        }
    }

    // MARK: What the gateway refused

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
        try compare(office, ahead: 86_400)
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

    @Test func `so are a group that was handed over and an acknowledgement, and both times are kept`() throws {
        let office = try office()
        let read = office.now
        let id = try office.write { try $0.receiveHandover(Handover(at: read, adults: 6, minors: 1, needs: [.medical]), in: $1) }
        let alert = "01K8E6Y3ZB4V7N2Q9M5T1R0WXA"
        try office.receive(
            "alert.crossing.issued.v1",
            Alert(urgency: .immediate, severity: .severe, certainty: .likely, markerFrom: "1116", expires: read.adding(seconds: 7_200))
                .message(alert, isExercise: false)
        )
        try office.write { try $0.acknowledgeAlert(alert, .onTheWay, in: $1) }
        try refuse(office)
        office.now = office.now.adding(seconds: 60)
        try compare(office, ahead: 86_400)
        try office.tick()
        let right = read.adding(seconds: -86_400)
        let groups: [Langson_Handover_V1_Received] = try office.sent("handover.received.v1")
        let answers: [Langson_Alert_V1_CrossingAcknowledged] = try office.sent("alert.crossing.acknowledged.v1")
        #expect(groups.map { UTCTime($0.at) } == [right] && groups.map(\.batchID) == [id] && groups.map(\.needs) == [[.medical]])
        #expect(answers.map { UTCTime($0.at) } == [right] && answers.map(\.action) == [.onTheWay])
        #expect(try office.status().refused == 0)
        #expect(try office.store.read { try office.rules.handovers($0) }.map(\.handover.at) == [right])
        let rows = try both(office)
        #expect(rows.map(\.type) == ["alert.crossing.acknowledged.v1", "handover.received.v1"])
        #expect(rows.allSatisfy { $0.read == read && $0.said == right })
    }

    @Test func `what would still lie ahead, and what was refused for another reason, is a person's to look at`() throws {
        for (rule, ahead) in [("format", 86_400), ("order", 3)] as [(String, Int64)] {
            let office = try office()
            let read = office.now
            _ = try exit(office, 1)
            _ = try office.write { try $0.receiveHandover(Handover(at: read, adults: 6, minors: 1, needs: [.medical]), in: $1) }
            try refuse(office, rule: rule)
            office.now = read.adding(seconds: -60)
            try compare(office, ahead: ahead)
            try office.tick()
            #expect(try office.status().refused == 2)
            #expect(try office.sent().isEmpty)
        }
    }

    @Test func `a refused crossing is forgotten with its crossing, and with its person`() throws {
        for isErased in [false, true] {
            let office = try office()
            _ = try exit(office, 1)
            _ = try office.write { try $0.receiveHandover(Handover(at: office.now, adults: 6, minors: 1, needs: []), in: $1) }
            try refuse(office, rule: "format")
            try office.tick(days: 29)
            #expect(try office.status().refused == 2)
            if isErased {
                let token = try CrossingTests.document(1).token.description
                try office.receive("gateway.subject.erased.v1", Langson_Gateway_V1_SubjectErased.with { $0.subject = token })
            } else {
                try office.tick(days: 1, seconds: 1)
            }
            let kept = try office.store.read { try String.fetchAll($0, sql: "SELECT type FROM outbox_refused") }
            #expect(kept == ["handover.received.v1"])
        }
    }
}
