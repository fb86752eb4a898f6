import Client
import Contracts
import SwiftProtobuf

/// A commune lists who wants a loan.
struct CommuneScript: AgentScript {
    static func count(_ workers: Int) -> Int { max(8, workers / 50) }

    func begin(_ agent: Agent) async throws {
        for number in 0..<Self.count(agent.workers) {
            var need = Langson_Loan_V1_NeedListed()
            need.workerRef = Fictitious.ulid(3, number)
            need.programme = .contractWorkers
            need.category = "fictitious-poor-household"
            need.amountRequestedVnd = 50_000_000
            try await agent.publish("loan.need.listed.v1", need)
        }
        agent.scriptIsDone()
    }
}
