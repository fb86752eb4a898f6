import Client
import Contracts
import SwiftProtobuf

/// The cooperation desk posts the season's demand.
struct DeskScript: AgentScript {
    static let orders = 12

    func begin(_ agent: Agent) async throws {
        for number in 0..<Self.orders {
            var order = Langson_Demand_V1_OrderPublished()
            order.orderID = Fictitious.ulid(1, number)
            order.employerRef = "fictitious-farm-\(number)"
            order.sector = .agriculture
            order.seats = UInt32(max(1, min(5_000, agent.workers / Self.orders + 1)))
            order.seasonFrom = "2026-10-25"
            order.seasonTo = "2027-03-31"
            order.wage = .with {
                $0.amountMinor = 15_000
                $0.currency = "CNY"
                $0.period = .day
            }
            order.hoursPerWeek = 44
            order.lodging = .byEmployer
            order.insurance = .byEmployer
            order.feeItems = [
                .with {
                    $0.kind = .healthCheck
                    $0.amountMinor = 35_000_000
                    $0.currency = "VND"
                    $0.paidBy = .byEmployer
                }
            ]
            order.gates = ["HN"]
            try await agent.publish("demand.order.published.v1", order)
        }
        agent.scriptIsDone()
    }
}
