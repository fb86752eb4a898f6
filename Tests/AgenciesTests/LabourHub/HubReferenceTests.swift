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
}
