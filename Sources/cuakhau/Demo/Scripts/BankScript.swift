import Client
import Contracts
import Foundation
import SwiftProtobuf
import Synchronization

/// The policy bank takes files in, moves them on, and reports what it paid out.
final class BankScript: AgentScript {
    private let received = Mutex(0)

    func begin(_ agent: Agent) async throws {
        // A role without the right: crossings are not the bank's to report.
        var exit = Langson_Crossing_V1_ExitRecorded()
        exit.documentToken = Fictitious.token(-2)
        exit.gate = "HN"
        exit.occurredAt.seconds = Int64(Date().timeIntervalSince1970)
        exit.documentKind = .passport
        exit.deviceSeq = 1
        try await agent.publishWrongly("crossing.exit.recorded.v1", exit)
    }

    func received(_ delivery: Delivery, _ agent: Agent) async throws {
        guard delivery.type == "loan.need.listed.v1" else { return }
        let need: Langson_Loan_V1_NeedListed = try delivery.decoded()
        let number = received.withLock { received in
            received += 1
            return received
        }
        let loan = Fictitious.ulid(6, number)
        var file = Langson_Loan_V1_FileReceived()
        file.loanRef = loan
        file.complete = true
        file.workerRef = need.workerRef
        file.programme = need.programme
        file.listedBy = delivery.principal
        let received = try await agent.publish(
            "loan.file.received.v1",
            file,
            bound: delivery.principal,
            chain: MessageChain(following: delivery)
        )
        for (from, to) in [(Langson_Loan_V1_LoanState.listed, Langson_Loan_V1_LoanState.received), (.received, .complete), (.complete, .appraising)] {
            var status = Langson_Loan_V1_StatusChanged()
            status.loanRef = loan
            status.from = from
            status.to = to
            try await agent.publish("loan.status.changed.v1", status, chain: MessageChain(following: received))
        }
        if number == CommuneScript.count(agent.workers) {
            try await report(agent, loans: number)
            agent.scriptIsDone()
        }
    }

    private func report(_ agent: Agent, loans: Int) async throws {
        for fund in [Langson_Loan_V1_Fund.central, .nationalEmployment, .province, .district] {
            var report = Langson_Loan_V1_DisbursedReported()
            report.period = "2026-10"
            report.fund = fund
            report.loans = fund == .central ? UInt32(loans) : 0
            report.totalVnd = fund == .central ? Int64(loans) * 50_000_000 : 0
            try await agent.publish("loan.disbursed.reported.v1", report)
        }
    }
}
