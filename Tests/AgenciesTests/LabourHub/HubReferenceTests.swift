import Contracts
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct HubReferenceTests {
    private let gates = """
        gate,name_vi,name_zh,kind,traffic,opposite,part_of,valid_from,valid_to,source
        HN,Hữu Nghị,,international,road,,,,2026-02-28,public
        CM,Chi Ma,,bilateral,,,,,,public

        """

    private func status(_ gate: String, _ hub: LabourTrial, _ day: String) -> Langson_Gate_V1_StatusChanged {
        .with {
            $0.gate = gate
            $0.state = .limited
            $0.from = hub.time(day).timestamp
        }
    }

    @Test func `a list that the hub publishes is in force here at once, and judges each day by itself`() throws {
        let hub = try LabourTrial()
        let publish = { (list: String, csv: String) in
            try hub.office.write { try ReferenceLists.publish(list, csv: Array(csv.utf8), validFrom: CalendarDay("2026-01-01")!, in: $1) }
        }
        #expect(try publish("gates", gates) == 1)
        #expect(try publish("gates", gates) == 2)
        let sent = try hub.office.sent("reference.updated.v1", as: Langson_Reference_V1_Updated.self)
        #expect(sent.map(\.version) == [1, 2])
        // It comes back as a message, and is known.
        try hub.office.receive("reference.updated.v1", sent[0])
        try hub.office.receive("gate.status.changed.v1", status("HN", hub, "2026-02-28"))
        try hub.office.receive("gate.status.changed.v1", status("HN", hub, "2026-03-01"))
        try hub.office.receive("gate.status.changed.v1", status("TT", hub, "2025-12-31"))
        try hub.office.receive("gate.status.changed.v1", status("TT", hub, "2026-01-01"))
        #expect(try hub.office.problems().map(\.position) == [4, 6])
    }

    @Test func `a list with a fault is not published, and nothing changes`() throws {
        let hub = try LabourTrial()
        #expect(throws: ReferenceError.self) {
            try hub.office.write {
                try ReferenceLists.publish("gates", csv: Array("gate\nHN\n".utf8), validFrom: CalendarDay("2026-01-01")!, in: $1)
            }
        }
        #expect(throws: OfficeError.self) {
            try hub.office.write { try ReferenceLists.publish("kings", csv: [], validFrom: CalendarDay("2026-01-01")!, in: $1) }
        }
        #expect(try hub.office.sent().isEmpty)
    }

    @Test func `an unknown commune is a problem, by the list of the survey's time`() throws {
        let hub = try LabourTrial()
        func survey(_ commune: String, _ period: String) -> Langson_Demand_V1_SupplySurveyed {
            .with {
                $0.commune = commune
                $0.period = period
                $0.willing = 10
            }
        }
        for (commune, period) in [("05977", "2025-Q4"), ("99999", "2025-Q4"), ("99999", "2025-H1"), ("99999", "2025-07"), ("05977", "2026")] {
            try hub.office.receive("demand.supply.surveyed.v1", survey(commune, period))
        }
        #expect(try hub.office.problems().map(\.position) == [3, 5])
    }

    private let communes = """
        commune,name_vi,kind,merged_from,districts,valid_from,valid_to,source
        05977,Hư Cấu Một,ward,,,,2025-12-31,public
        99999,Hư Cấu Hai,commune,,,2026-01-01,,public

        """

    private func worker(_ number: Int, _ commune: String) -> Langson_Worker_V1_Registered {
        .with {
            $0.workerRef = "01K8CZAV00ABCDEFGHJKMNPQR\(number)"
            $0.commune = commune
            $0.birthYear = 1990
            $0.market = .chongzuo
            $0.consentVersion = "2025-1"
        }
    }

    @Test func `a worker is judged by the communes of the day on which the gateway received the message`() throws {
        let hub = try LabourTrial()
        _ = try hub.office.write {
            try ReferenceLists.publish("communes", csv: Array(communes.utf8), validFrom: CalendarDay("2025-10-01")!, in: $1)
        }
        // The hub was down over New Year: what it takes now was said by two lists.
        hub.office.now = hub.time("2026-01-05")
        let (old, new) = (hub.time("2025-12-31", 23), UTCTime(CalendarDay("2026-01-01")!))
        for (number, (commune, time)) in [("05977", old), ("99999", old), ("05977", new), ("99999", new)].enumerated() {
            try hub.office.receive("worker.registered.v1", worker(number, commune), recordedAt: time)
        }
        #expect(try hub.office.problems().map(\.position) == [3, 4])
        #expect(try hub.office.problems().map(\.code) == ["unknown", "unknown"])
        #expect(try hub.office.store.read { try WorkerRecord.all($0).map(\.commune) } == ["05977", "99999"])
    }

    @Test func `a crossing at a gate that the list of its day does not have counts, and a person is told`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(2)
        _ = try hub.office.write {
            try ReferenceLists.publish("gates", csv: Array(gates.utf8), validFrom: CalendarDay("2025-10-01")!, in: $1)
        }
        hub.office.now = hub.time("2026-03-05")
        try hub.exit(0, hub.time("2026-02-28"))
        try hub.enter(0, hub.time("2026-03-01"))
        try hub.exit(1, hub.time("2026-03-01"))
        #expect(try hub.office.problems().map(\.position) == [3, 4])
        #expect(try hub.journey(0)?.state == .returned)
        #expect(try hub.journey(1)?.state == .exited)
    }
}
