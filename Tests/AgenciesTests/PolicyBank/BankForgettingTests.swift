import Contracts
import GRDB
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct BankForgettingTests {
    private func erase(_ subject: String, _ bank: OfficeTrial<PolicyBank>) throws {
        let erased = Langson_Gateway_V1_SubjectErased.with {
            $0.askedBy = "labour"
            $0.subject = subject
            $0.reason = "request 1"
        }
        try bank.receive("gateway.subject.erased.v1", erased, from: "gateway")
    }

    private func loan(_ ref: String, _ bank: OfficeTrial<PolicyBank>) throws -> Loan { try #require(try bank.store.read { try Loan.find(ref, $0) }) }

    private func contracts(_ bank: OfficeTrial<PolicyBank>) throws -> Int {
        try bank.store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM work_contract") ?? 0 }
    }

    @Test func `thirty days after its end a file is nobody's, and the ledger stays`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .disbursed)
        try bank.repay(ref, 60_000_000)
        try bank.tick(days: 30)
        #expect(try loan(ref, bank).workerRef != nil)
        try bank.tick(days: 1)
        let forgotten = try loan(ref, bank)
        #expect(forgotten.workerRef == nil && forgotten.category == nil && forgotten.listedBy == nil && forgotten.state == .settled)
        #expect(try bank.store.read { try LedgerLine.all($0, loanRef: ref) }.count == 4)
        #expect(try bank.faults().isEmpty)
        // Its contract runs until the end of April.
        #expect(try contracts(bank) == 1)
        try bank.tick(days: 200)
        #expect(try contracts(bank) == 0)
    }

    @Test func `a debt that was handed over is still somebody's`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .disbursed)
        try bank.tick(days: 120)
        try bank.write { _ = try $0.handle(ref, reason: LoanText(validating: "mất khả năng trả nợ"), in: $1) }
        try erase(OfficeTrial<PolicyBank>.ref(1), bank)
        try bank.tick(days: 400)
        #expect(try loan(ref, bank).workerRef != nil)
    }

    @Test func `a person who is erased is forgotten at once, and a debtor when the debt ends`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ended = try bank.loan(1, in: .approved)
        let owing = try bank.loan(2, in: .disbursed)
        try bank.write { _ = try $0.withdraw(ended, reason: LoanText(validating: "đổi ý"), in: $1) }
        for worker in 1...2 { try erase(OfficeTrial<PolicyBank>.ref(worker), bank) }
        #expect(try loan(ended, bank).workerRef == nil)
        #expect(try bank.store.read { try LoanStep.all(of: ended, $0) }.allSatisfy { $0.reason.isEmpty })
        #expect(try loan(owing, bank).workerRef != nil)
        #expect(try contracts(bank) == 1)
        try bank.repay(owing, 60_000_000)
        try bank.tick(seconds: 60)
        #expect(try loan(owing, bank).workerRef == nil)
        #expect(try contracts(bank) == 0)
        #expect(try bank.problems().isEmpty)
    }
}
