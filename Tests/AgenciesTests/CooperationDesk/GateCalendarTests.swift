import Contracts
import SwiftProtobuf
import Testing

@testable import Agencies

struct GateCalendarTests {
    private let start: UTCTime

    init() throws {
        start = UTCTime(try #require(CalendarDay("2025-10-25")))
    }

    /// Hours after midnight in Vietnam.
    private func hour(_ hours: Int) -> UTCTime { start.adding(seconds: Int64(hours) * 3_600) }

    private func status(
        _ state: Langson_Gate_V1_GateState,
        _ from: Int,
        _ until: Int? = nil,
        gate: String = "HN"
    ) -> Langson_Gate_V1_StatusChanged {
        .with {
            $0.gate = gate
            $0.state = state
            $0.from = hour(from).timestamp
            if let until { $0.until = hour(until).timestamp }
            $0.note = "trial"
        }
    }

    private func periods(_ desk: OfficeTrial<CooperationDesk>, _ gate: String = "HN") throws -> [GatePeriod] {
        try desk.store.read { try GateCalendar($0).periods(of: gate) }
    }

    @Test func `an announcement holds until the next, and between two ends the earlier one goes on`() throws {
        let desk = try OfficeTrial()
        try desk.receive("gate.status.changed.v1", status(.open, 0))
        try desk.receive("gate.status.changed.v1", status(.suspended, 10, 14))
        #expect(try periods(desk).map(\.state) == [.open, .suspended, .open])
        #expect(try periods(desk).map(\.from) == [hour(0), hour(10), hour(14)])
        #expect(try periods(desk).map(\.until) == [hour(10), hour(14), nil])
        let (now, next) = try desk.store.read {
            (try GateCalendar($0).period(of: "HN", at: hour(14)), try GateCalendar($0).next(of: "HN", after: hour(0)))
        }
        #expect(now?.state == .open)
        #expect(next?.state == .suspended)
        #expect(try periods(desk, "CM").isEmpty)
    }

    @Test func `whatever is announced, the periods of a gate never overlap and the last word on each hour holds`() throws {
        for seed in UInt64(1)...40 {
            var generator = DeskSplitMix(seed: seed)
            let desk = try OfficeTrial()
            var hours = [Langson_Gate_V1_GateState?](repeating: nil, count: 48)
            for _ in 0..<12 {
                let from = Int.random(in: 0..<40, using: &generator)
                let until = Bool.random(using: &generator) ? Int.random(in: (from + 1)...47, using: &generator) : nil
                let state = [Langson_Gate_V1_GateState.open, .limited, .suspended].randomElement(using: &generator) ?? .open
                try desk.receive("gate.status.changed.v1", status(state, from, until))
                for hour in from..<(until ?? 48) { hours[hour] = state }
            }
            let found = try periods(desk)
            for (left, right) in zip(found, found.dropFirst()) {
                let end = try #require(left.until)
                #expect(end <= right.from, "seed \(seed)")
            }
            for place in hours.indices {
                let state = found.first { $0.contains(hour(place)) }?.state
                let last = hours[place].flatMap { GateState($0) }
                #expect(state == last, "seed \(seed), hour \(place)")
            }
        }
    }

    @Test func `a gate that is not there, or a time that ends before it begins, becomes a problem`() throws {
        let desk = try OfficeTrial()
        try desk.receive("gate.status.changed.v1", status(.open, 0, gate: "ZZ"))
        try desk.receive("gate.status.changed.v1", status(.open, 5, 5))
        #expect(try desk.problems().map(\.code) == ["unknown", "invalid"])
        #expect(try periods(desk).isEmpty)
    }

    @Test func `a gate is judged by the list of the day it is spoken of`() throws {
        let desk = try OfficeTrial()
        let gates = "gate,name_vi,name_zh,kind,traffic,opposite,part_of,valid_from,valid_to,source\nHN,Hữu Nghị,,international,road,,,,,public\n"
        let day = try #require(CalendarDay("2025-12-01"))
        let update = try ReferenceUpdate.message(list: "gates", version: 2, csv: Array(gates.utf8), validFrom: day)
        try desk.receive("reference.updated.v1", update)
        // Chi Ma is in the list until 30 November and not from 1 December.
        var before = status(.open, 0, gate: "CM")
        before.from = UTCTime(day).adding(seconds: -1).timestamp
        try desk.receive("gate.status.changed.v1", before)
        #expect(try desk.problems().isEmpty)
        var after = before
        after.from = UTCTime(day).timestamp
        try desk.receive("gate.status.changed.v1", after)
        #expect(try desk.problems().map(\.code) == ["unknown"])
        let terms = try DeskTrial.terms()
        let error = try desk.refusal { try $0.draft(terms, number: "A-1", in: $1) }
        #expect(error.wording.en.contains("no gate CM in the list of 2026-03-31"))
        let early = try DeskTrial.terms { $0.seasonTo = day.adding(days: -1) }
        #expect(try desk.published("A-1", early).state == .published)
    }
}
