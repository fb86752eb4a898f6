import Client
import Contracts
import SwiftProtobuf

/// The police answer an alert. They get no feed of journeys.
struct PoliceScript: AgentScript {
    func received(_ delivery: Delivery, _ agent: Agent) async throws {
        guard delivery.type == "alert.crossing.issued.v1" else { return }
        let alert: Langson_Alert_V1_CrossingIssued = try delivery.decoded()
        try await agent.publish("alert.crossing.acknowledged.v1", Acknowledgement.of(alert.alertID))
    }
}
