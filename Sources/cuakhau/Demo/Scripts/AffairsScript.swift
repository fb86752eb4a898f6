import Client
import Contracts
import Foundation
import SwiftProtobuf

/// Foreign affairs answers an alert, and takes a protection case to the mission.
struct AffairsScript: AgentScript {
    func received(_ delivery: Delivery, _ agent: Agent) async throws {
        switch delivery.type {
        case "alert.crossing.issued.v1":
            let alert: Langson_Alert_V1_CrossingIssued = try delivery.decoded()
            try await agent.publish("alert.crossing.acknowledged.v1", Acknowledgement.of(alert.alertID), chain: MessageChain(following: delivery))
        case "protection.case.opened.v1":
            let opened: Langson_Protection_V1_CaseOpened = try delivery.decoded()
            var changed = Langson_Protection_V1_CaseChanged()
            changed.caseID = opened.caseID
            changed.openedBy = delivery.principal
            changed.from = .reported
            changed.state = .triaged
            try await agent.publish("protection.case.changed.v1", changed, bound: delivery.principal, chain: MessageChain(following: delivery))
            var notified = Langson_Protection_V1_MissionNotified()
            notified.caseID = opened.caseID
            notified.missionCode = "CG-NN"
            notified.notifiedAt.seconds = Int64(Date().timeIntervalSince1970)
            try await agent.publish("protection.mission.notified.v1", notified, chain: MessageChain(following: delivery))
        default: break
        }
    }
}

/// An answer to an alert.
enum Acknowledgement {
    static func of(_ alert: String) -> Langson_Alert_V1_CrossingAcknowledged {
        var acknowledged = Langson_Alert_V1_CrossingAcknowledged()
        acknowledged.alertID = alert
        acknowledged.at.seconds = Int64(Date().timeIntervalSince1970)
        acknowledged.action = .seen
        return acknowledged
    }
}
