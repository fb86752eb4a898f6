import Client
import Contracts
import Foundation
import SwiftProtobuf
import Synchronization

/// The labour hub answers demand with contracts, and lodges at each gate the list of those who leave there.
final class LabourScript: AgentScript {
    private let gates: [String]
    /// Where a message stands that follows from an order, by the order's id.
    private let orders = Mutex<[String: MessageChain]>([:])

    /// What one manifest can hold.
    private static let entriesMax = 500

    init(gates: [String]) { self.gates = gates }

    func begin(_ agent: Agent) async throws {}

    func received(_ delivery: Delivery, _ agent: Agent) async throws {
        guard delivery.type == "demand.order.published.v1" else { return }
        let order: Langson_Demand_V1_OrderPublished = try delivery.decoded()
        let chains = orders.withLock { orders in
            orders[order.orderID] = MessageChain(following: delivery)
            return orders
        }
        guard chains.count == DeskScript.orders else { return }
        try await register(chains, agent)
        try await lodge(MessageChain(following: delivery), agent)
        agent.scriptIsDone()
    }

    private func register(_ orders: [String: MessageChain], _ agent: Agent) async throws {
        for number in stride(from: 0, to: agent.workers, by: 10) {
            var contract = Langson_Contract_V1_Registered()
            contract.contractRef = Fictitious.ulid(2, number)
            contract.workerRef = Fictitious.ulid(3, number)
            contract.orderID = Fictitious.ulid(1, number % DeskScript.orders)
            contract.start = "2026-10-25"
            contract.end = "2027-03-31"
            contract.wage = .with {
                $0.amountMinor = 15_000
                $0.currency = "CNY"
                $0.period = .day
            }
            try await agent.publish("contract.registered.v1", contract, chain: orders[contract.orderID])
        }
    }

    private func lodge(_ chain: MessageChain, _ agent: Agent) async throws {
        for (index, gate) in gates.enumerated() {
            let workers = Array(stride(from: index, to: agent.workers, by: gates.count))
            for first in stride(from: 0, to: workers.count, by: Self.entriesMax) {
                let part = workers[first..<min(first + Self.entriesMax, workers.count)]
                var manifest = Langson_Departure_V1_ManifestLodged()
                manifest.manifestID = Fictitious.ulid(4, index * 1_000_000 + first)
                manifest.gate = gate
                manifest.date = "2026-10-25"
                manifest.count = UInt32(part.count)
                manifest.entries = part.map { number in
                    .with {
                        $0.workerRef = Fictitious.ulid(3, number)
                        $0.documentKind = .passport
                        $0.documentToken = Fictitious.token(number)
                    }
                }
                manifest.expires.seconds = Int64(Date().timeIntervalSince1970) + 86_400
                try await agent.publish("departure.manifest.lodged.v1", manifest, bound: gate, chain: chain)
            }
        }
    }
}
