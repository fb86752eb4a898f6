import Client
import Contracts
import Foundation
import SwiftProtobuf

/// The employment centre hears from a worker in trouble, and opens a case.
struct CentreScript: AgentScript {
    func begin(_ agent: Agent) async throws {
        var opened = Langson_Protection_V1_CaseOpened()
        opened.caseID = Fictitious.ulid(7, 0)
        opened.channel = .phone
        opened.at.seconds = Int64(Date().timeIntervalSince1970)
        opened.country = "CN"
        opened.city = "Chongzuo"
        opened.kind = .wages
        opened.persons = 1
        try await agent.publish("protection.case.opened.v1", opened)
        agent.scriptIsDone()
    }
}
