import Contracts
import GRDB
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct GateTests {
    private typealias Office = OfficeTrial<CheckpointOffice>
    private static let type = "gate.status.changed.v1"

    private func office() throws -> Office { try OfficeTrial(CheckpointOffice(gate: "HN")) }

    /// - Parameter hours: From and until, after the trial's beginning.
    private func change(_ office: Office, _ state: GateState, _ from: Int64, _ until: Int64? = nil, endsCurrent: Bool = false) throws {
        let begin = office.now
        _ = try office.write {
            try $0.changeGate(
                to: state,
                from: begin.adding(seconds: from * 3_600),
                until: until.map { begin.adding(seconds: $0 * 3_600) },
                endsCurrent: endsCurrent,
                in: $1
            )
        }
    }

    private func periods(_ office: Office) throws -> [[String]] {
        let begin = office.now
        return try office.store.read { try GateCalendar($0).periods(of: "HN") }.map { period in
            [
                "\(period.from.seconds(since: begin) / 3_600)", period.until.map { "\($0.seconds(since: begin) / 3_600)" } ?? "–",
                period.state.rawValue,
            ]
        }
    }

    private func expectConflict(_ office: Office, _ body: () throws -> Void) throws {
        let (before, said) = (try periods(office), try office.sent().count)
        let error = #expect(throws: OfficeError.self) { try body() }
        #expect(error?.code == .conflict)
        #expect(try periods(office) == before)
        #expect(try office.sent().count == said)
    }

    @Test func `a change is kept and said to all`() throws {
        let office = try office()
        try change(office, .suspended, 1, 3)
        let said: [Langson_Gate_V1_StatusChanged] = try office.sent(Self.type)
        #expect(said.map(\.state) == [.suspended])
        #expect(said.allSatisfy { $0.gate == "HN" && $0.hasUntil && UTCTime($0.until) == office.now.adding(seconds: 3 * 3_600) })
        #expect(try periods(office) == [["1", "3", "suspended"]])
    }

    @Test func `until further notice goes on after a notice that has an end, and ends with one that has none`() throws {
        let office = try office()
        try change(office, .open, 0)
        try change(office, .suspended, 4, 6)
        try change(office, .limited, 9)
        #expect(try periods(office) == [["0", "4", "open"], ["4", "6", "suspended"], ["6", "9", "open"], ["9", "–", "limited"]])
    }

    @Test func `periods that overlap are refused, and nothing is changed`() throws {
        let office = try office()
        try change(office, .suspended, 4, 8)
        for (from, until) in [(3, 5), (4, 8), (5, 6), (7, 9), (3, 9), (4, 5), (5, nil), (4, nil), (2, nil)] as [(Int64, Int64?)] {
            try expectConflict(office) { try change(office, .open, from, until) }
        }
        try change(office, .open, 2, 4)
        try change(office, .open, 8)
        #expect(try periods(office) == [["2", "4", "open"], ["4", "8", "suspended"], ["8", "–", "open"]])
    }

    @Test func `what runs ends early where a person says so, and only then`() throws {
        let office = try office()
        try change(office, .suspended, 0, 8)
        try expectConflict(office) { try change(office, .open, 3) }
        // It would leave the gate without a state after the sixth hour.
        try expectConflict(office) { try change(office, .open, 3, 6, endsCurrent: true) }
        try change(office, .open, 3, endsCurrent: true)
        #expect(try periods(office) == [["0", "3", "suspended"], ["3", "–", "open"]])
        try expectConflict(office) { try change(office, .open, 0, endsCurrent: true) }
    }

    @Test func `what is announced once more is refused, and an echo of another post of this gate says nothing new`() throws {
        let office = try office()
        try change(office, .open, 0)
        try change(office, .suspended, 4, 6)
        for (state, from, until) in [(.open, 1, nil), (.suspended, 5, 6), (.open, 7, nil)] as [(GateState, Int64, Int64?)] {
            try expectConflict(office) { try change(office, state, from, until) }
        }
        let before = try periods(office)
        try office.receive(Self.type, status("HN", .open, office.now.adding(seconds: 7 * 3_600)))
        #expect(try periods(office) == before)
        #expect(try office.problems().isEmpty)
    }

    @Test func `a gate that closed for a time opens early, and goes on to be open`() throws {
        let office = try office()
        try change(office, .open, 0)
        try change(office, .suspended, 4, 8)
        try expectConflict(office) { try change(office, .open, 5) }
        try change(office, .open, 5, endsCurrent: true)
        #expect(try periods(office) == [["0", "4", "open"], ["4", "5", "suspended"], ["5", "–", "open"]])
    }

    @Test func `a period ends after it begins`() throws {
        let office = try office()
        for until in [Int64(2), 1] {
            let error = #expect(throws: OfficeError.self) { try change(office, .open, 2, until) }
            #expect(error?.code == .invalid)
        }
        #expect(try office.sent().isEmpty)
    }

    @Test func `whatever is asked in whichever order, no two periods of a gate overlap`() throws {
        var generator = ZoneGenerator(seed: 31)
        for _ in 0..<20 {
            let office = try office()
            for _ in 0..<25 {
                let from = Int64.random(in: 0..<48, using: &generator)
                let until = Bool.random(using: &generator) ? from + Int64.random(in: 1...12, using: &generator) : nil
                let state = GateState.allCases[Int.random(in: 0..<3, using: &generator)]
                let (before, said) = (try periods(office), try office.sent().count)
                do {
                    try change(office, state, from, until, endsCurrent: Bool.random(using: &generator))
                    #expect(try office.sent().count == said + 1)
                } catch is OfficeError {
                    #expect(try periods(office) == before)
                    #expect(try office.sent().count == said)
                }
                let all = try office.store.read { try GateCalendar($0).periods(of: "HN") }
                for (first, second) in zip(all, all.dropFirst()) { #expect(!first.overlaps(second)) }
            }
        }
    }

    private func status(_ gate: String, _ state: Langson_Gate_V1_GateState, _ from: UTCTime, until: UTCTime? = nil) -> Langson_Gate_V1_StatusChanged {
        .with {
            $0.gate = gate
            $0.state = state
            $0.from = from.timestamp
            if let until { $0.until = until.timestamp }
        }
    }

    @Test func `what this post said comes back to it, and is not a second notice`() throws {
        let office = try office()
        try change(office, .open, 0)
        try change(office, .suspended, 4, 6)
        for message: Langson_Gate_V1_StatusChanged in try office.sent(Self.type) { try office.receive(Self.type, message) }
        #expect(try periods(office) == [["0", "4", "open"], ["4", "6", "suspended"], ["6", "–", "open"]])
        #expect(try office.problems().isEmpty)
    }

    @Test func `of another gate the later message counts`() throws {
        let office = try office()
        let begin = office.now
        try office.receive(Self.type, status("CM", .open, begin))
        try office.receive(Self.type, status("CM", .suspended, begin.adding(seconds: 60), until: begin.adding(seconds: 600)))
        try office.receive(Self.type, status("CM", .limited, begin.adding(seconds: 30), until: begin.adding(seconds: 900)))
        let periods = try office.store.read { try GateCalendar($0).periods(of: "CM") }
        #expect(periods.map(\.state) == [.open, .limited, .open])
        #expect(periods.map(\.until) == [begin.adding(seconds: 30), begin.adding(seconds: 900), nil])
        #expect(try office.problems().isEmpty)
        #expect(try office.store.read { try office.rules.gatePeriod(at: begin, $0) } == nil)
    }

    @Test func `another post of this gate that contradicts this one is a person's to settle`() throws {
        let office = try office()
        try change(office, .suspended, 0, 8)
        try office.receive(Self.type, status("HN", .open, office.now.adding(seconds: 3_600)))
        #expect(try office.problems().map(\.code) == ["conflict"])
        #expect(try periods(office) == [["0", "8", "suspended"]])
    }
}
