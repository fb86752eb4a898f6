import Contracts
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct HubOrderTests {
    private func change(_ hub: LabourTrial, version: UInt32, seats: UInt32) -> Langson_Demand_V1_OrderChanged {
        .with {
            $0.orderID = hub.order
            $0.version = version
            $0.changes = .with { $0.seats = seats }
            $0.reason = "fewer fields"
        }
    }

    @Test func `changes are taken in turn, and never below those who were accepted`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(20)
        try hub.office.receive("demand.order.changed.v1", change(hub, version: 2, seats: 80))
        try hub.office.receive("demand.order.changed.v1", change(hub, version: 2, seats: 70))
        #expect(try hub.office.store.read { try HubOrder.find(hub.order, $0).seats } == 80)
        try hub.office.receive("demand.order.changed.v1", change(hub, version: 3, seats: 10))
        try hub.office.receive("demand.order.changed.v1", change(hub, version: 5, seats: 90))
        #expect(try hub.office.problems().map(\.code) == ["forbidden", "conflict"])
        // The version counts, so that what comes next finds its place; the seats stay.
        #expect(try hub.office.store.read { try HubOrder.find(hub.order, $0).version } == 3)
        #expect(try hub.office.store.read { try HubOrder.find(hub.order, $0).seats } == 80)
    }

    private func told(_ hub: LabourTrial) throws -> [[UInt32]] {
        try hub.office.sent("demand.fill.reported.v1", as: Langson_Demand_V1_FillReported.self).map {
            [$0.offered, $0.accepted, $0.departed, $0.returned]
        }
    }

    @Test func `the desk is told counts when they change, and none under five nor what leaves under five`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(12)
        try hub.office.tick()
        for number in 0..<12 {
            try hub.exit(number, hub.time("2025-10-25"))
            try hub.office.tick()
        }
        for number in 0..<12 {
            try hub.enter(number, hub.time("2025-12-20"))
            try hub.office.tick()
            try hub.office.tick()
        }
        // Six at the gate leave six; the next five would leave one.
        #expect(try told(hub) == [[12, 12, 0, 0], [12, 12, 5, 0], [12, 12, 12, 0], [12, 12, 12, 5], [12, 12, 12, 12]])
    }

    @Test func `the few who did not go, and the few who are not back, are never to be seen`() throws {
        let hub = try LabourTrial()
        try hub.sendOff(20)
        for number in 0..<18 { try hub.exit(number, hub.time("2025-10-25")) }
        try hub.office.tick()
        for number in 0..<15 { try hub.enter(number, hub.time("2025-12-20")) }
        try hub.office.tick()
        #expect(try told(hub) == [[20, 20, 15, 0], [20, 20, 15, 10]])
        for number in 15..<18 { try hub.enter(number, hub.time("2025-12-21")) }
        try hub.office.tick()
        #expect(try told(hub).last == [20, 20, 15, 15])
    }

    @Test(arguments: 1...50) func `whoever goes, comes back and goes again, no report tells or lets be worked out a count from 1 to 4`(seed: UInt64) {
        var state = seed
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
        func isTold(_ count: Int) -> Bool { count == 0 || count >= 5 }
        let accepted = next(60)
        var (departed, returned) = (0, 0)
        var last = ToldFill(offered: 0, accepted: 0, departed: 0, returned: 0)
        for _ in 0..<400 {
            // Mostly forth; now and then a late crossing says that somebody is abroad again, or was never away.
            if next(8) > 0 { departed = min(accepted, departed + next(4)) } else { departed = max(returned, departed - 1) }
            if next(8) > 0 { returned = min(departed, returned + next(3)) } else { returned = max(0, returned - next(3)) }
            let told = ToldFill(Fill(offered: accepted, accepted: accepted, departed: departed, returned: returned))
            for count in [told.departed, told.returned, told.accepted - told.departed, told.departed - told.returned] {
                #expect(isTold(count), "seed \(seed): \(told)")
            }
            #expect(isTold(abs(told.departed - last.departed)) && isTold(abs(told.returned - last.returned)), "seed \(seed): \(last) \(told)")
            #expect(told.departed <= departed && told.returned <= returned, "seed \(seed): \(told)")
            last = told
        }
        last = ToldFill(Fill(offered: accepted, accepted: accepted, departed: accepted, returned: accepted))
        #expect(last.returned == SmallCount.suppressed(accepted), "seed \(seed): whoever is back at the end is told")
    }

    @Test func `an order is offered to no more than it has seats, all or none`() throws {
        let hub = try LabourTrial(seats: 5)
        let workers = try hub.enrol(6)
        #expect(throws: OfficeError.self) { try hub.office.write { try Contracting(in: $1).offer(order: hub.order, to: workers) } }
        #expect(try hub.office.store.read { try ContractRecord.all($0) }.isEmpty)
        #expect(try hub.office.write { try Contracting(in: $1).offer(order: hub.order, to: Array(workers.dropLast())) } == 5)
        #expect(try hub.office.write { try Contracting(in: $1).offer(order: hub.order, to: Array(workers.dropLast())) } == 0)
    }

    @Test func `a manifest goes to one gate, for those who accepted, once`() throws {
        let hub = try LabourTrial(seats: 1_200)
        try hub.sendOff(1_100)
        let manifests = try hub.office.sent("departure.manifest.lodged.v1", as: Langson_Departure_V1_ManifestLodged.self)
        #expect(manifests.map(\.count) == [500, 500, 100])
        #expect(manifests.allSatisfy { $0.gate == "HN" && $0.date == "2025-10-25" })
        #expect(Set(manifests.flatMap(\.entries).map(\.workerRef)).count == 1_100)
        #expect(throws: OfficeError.self) {
            try hub.office.write { try Manifests(settings: $0.settings, in: $1).lodge(order: hub.order, gate: "HN", day: CalendarDay("2025-10-25")!) }
        }
        // The bank and foreign affairs learn that contracts exist.
        #expect(try hub.office.sent().filter { $0.type == "contract.registered.v1" }.count == 1_100)
    }

    @Test(arguments: [("TT", "2025-10-25"), ("HN", "2025-10-19"), ("HN", "2026-01-21"), ("CM", "2025-10-26")])
    func `a manifest for a gate, a day or a season that does not fit is refused`(gate: String, day: String) throws {
        let hub = try LabourTrial()
        _ = try hub.enrol(1)
        let suspension = Langson_Gate_V1_StatusChanged.with {
            $0.gate = "CM"
            $0.state = .suspended
            $0.from = hub.time("2025-10-25", 0).timestamp
            $0.until = hub.time("2025-10-28", 0).timestamp
        }
        try hub.office.receive("gate.status.changed.v1", suspension)
        let error = #expect(throws: OfficeError.self) {
            try hub.office.write { try Manifests(settings: $0.settings, in: $1).lodge(order: hub.order, gate: gate, day: CalendarDay(day)!) }
        }
        #expect(error?.code == .forbidden || error?.code == .invalid)
    }
}
