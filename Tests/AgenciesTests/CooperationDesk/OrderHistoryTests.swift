import Contracts
import GRDB
import SwiftProtobuf
import Testing

@testable import Agencies

struct OrderHistoryTests {
    @Test func `whatever is done, refused or reported, who follows the messages knows the order as the desk does`() throws {
        var steps: Set<Langson_Demand_V1_OrderState> = []
        for seed in UInt64(1)...30 {
            var generator = DeskSplitMix(seed: seed)
            let desk = try OfficeTrial()
            let order = try desk.published()
            for _ in 0..<20 { try step(desk, order, &generator) }
            let messages = try desk.sent("demand.order.published.v1", as: Langson_Demand_V1_OrderPublished.self)
            var follower = OrderFollower(try #require(messages.first))
            for change in try desk.changes() {
                try follower.take(change)
                steps.insert(follower.state)
            }
            let found = try desk.order(order.id)
            #expect(follower.terms == found.terms.message(order.id), "seed \(seed)")
            #expect(follower.state == found.state.contract, "seed \(seed)")
            #expect(follower.version == found.version, "seed \(seed)")
        }
        #expect(steps.isSuperset(of: [.amended, .partlyFilled, .filled, .closed, .cancelled, .expired]), "\(steps.map(\.rawValue).sorted())")
    }

    /// Something that can happen to an order: much of it is refused.
    private func step(_ desk: OfficeTrial<CooperationDesk>, _ order: DemandOrder, _ generator: inout DeskSplitMix) throws {
        switch Int.random(in: 0..<20, using: &generator) {
        case 0..<10:
            var change = OrderChange()
            if Bool.random(using: &generator) { change.seats = Int.random(in: 20...60, using: &generator) }
            if Bool.random(using: &generator) { change.hoursPerWeek = Int.random(in: 44...48, using: &generator) }
            if Bool.random(using: &generator) { change.gates = Bool.random(using: &generator) ? ["HN"] : ["CM", "HN"] }
            if Bool.random(using: &generator) { change.seasonTo = order.terms.seasonTo.adding(days: Int.random(in: -30...30, using: &generator)) }
            let accepted = try desk.order(order.id).fill?.accepted ?? 0
            do {
                let changed = try desk.write { try $0.change(order.id, change, reason: "trial", in: $1) }
                #expect(change.seats == nil || changed.terms.seats >= accepted)
            } catch is OfficeError {}
        case 10..<15:
            let offered = UInt32.random(in: 0...45, using: &generator)
            let accepted = Bool.random(using: &generator) ? offered : UInt32.random(in: 0...offered, using: &generator)
            try desk.receive("demand.fill.reported.v1", DeskTrial.fill(order, offered, accepted, UInt32.random(in: 0...accepted, using: &generator)))
        case 15, 16: do { try desk.write { _ = try $0.close(order.id, reason: "trial", in: $1) } } catch is OfficeError {}
        case 17 where Int.random(in: 0..<4, using: &generator) == 0:
            do { try desk.write { _ = try $0.cancel(order.id, reason: "trial", in: $1) } } catch is OfficeError {}
        case 17, 18: do { try desk.write { _ = try $0.publish(order.id, in: $1) } } catch is OfficeError {}
        default: try desk.tick(days: 80)
        }
    }

    @Test func `in whatever order the agencies' messages come, the register ends the same`() throws {
        var dumps: Set<String> = []
        for seed in UInt64(1)...12 {
            var generator = DeskSplitMix(seed: seed)
            let desk = try OfficeTrial()
            let (first, second) = (try desk.published("A-1"), try desk.published("A-2"))
            // What each agency says stays in its order.
            var streams: [[(String, any SwiftProtobuf.Message)]] = [
                [
                    ("demand.fill.reported.v1", DeskTrial.fill(first, 20, 8, 0)), ("demand.fill.reported.v1", DeskTrial.fill(second, 40, 40, 5)),
                    ("demand.fill.reported.v1", DeskTrial.fill(first, 40, 30, 20)),
                ],
                [("gate.status.changed.v1", try status("HN", .open, 0)), ("gate.status.changed.v1", try status("HN", .suspended, 9))],
                [("gate.status.changed.v1", try status("CM", .limited, 3)), ("gate.status.changed.v1", try status("ZZ", .open, 3))],
            ]
            while let stream = streams.indices.filter({ !streams[$0].isEmpty }).randomElement(using: &generator) {
                let (type, message) = streams[stream].removeFirst()
                try desk.receive(type, message)
            }
            dumps.insert(try dump(desk))
        }
        #expect(dumps.count == 1)
        #expect(dumps.first?.contains("partly_filled") == true && dumps.first?.contains("suspended") == true)
    }

    private func status(_ gate: String, _ state: Langson_Gate_V1_GateState, _ hour: Int) throws -> Langson_Gate_V1_StatusChanged {
        let from = UTCTime(try #require(CalendarDay("2025-10-25")), hour: hour)
        return .with {
            $0.gate = gate
            $0.state = state
            $0.from = from.timestamp
        }
    }

    private func dump(_ desk: OfficeTrial<CooperationDesk>) throws -> String {
        let tables = ["demand_order", "order_fee", "order_gate", "order_fill", "order_version", "gate_period", "reference_version"]
        return try desk.store.read { database in
            try tables.flatMap { table in
                try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map { "\(table) \($0.databaseValues)" }.sorted()
            }.joined(separator: "\n")
        }
    }
}
