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

    @Test func `a rejected file ends, is forgotten thirty days later, and cannot be appealed then`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .complete)
        try bank.write { _ = try $0.reject(ref, reason: LoanText(validating: "thiếu điều kiện"), in: $1) }
        #expect(try loan(ref, bank).endedOn == bank.now.day())
        try bank.tick(days: 30)
        #expect(try loan(ref, bank).workerRef != nil)
        try bank.tick(days: 1)
        #expect(try loan(ref, bank).workerRef == nil)
        #expect(try bank.refusal { try $0.appeal(ref, reason: LoanText(validating: "đã bổ sung"), in: $1) }?.code == .forbidden)
        // Nobody can say anything more about a person who is forgotten.
        let trouble = Langson_Loan_V1_ProblemRaised.with {
            $0.loanRef = ref
            $0.category = .delay
            $0.text = "chưa nhận được trả lời"
        }
        try bank.receive("loan.problem.raised.v1", trouble)
        #expect(try bank.store.read { try LoanTrouble.all($0) }.isEmpty)
        #expect(try bank.problems().map(\.code) == ["forbidden"])
    }

    @Test func `an appeal takes the end back`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .complete)
        try bank.write { _ = try $0.reject(ref, reason: LoanText(validating: "thiếu điều kiện"), in: $1) }
        try bank.tick(days: 20)
        try bank.write { _ = try $0.appeal(ref, reason: LoanText(validating: "đã bổ sung"), in: $1) }
        #expect(try loan(ref, bank).endedOn == nil)
        try bank.tick(days: 100)
        #expect(try loan(ref, bank).workerRef != nil)
    }

    @Test func `a rejected worker who is listed again asks anew, and does not appeal besides`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .complete)
        try bank.write { _ = try $0.reject(ref, reason: LoanText(validating: "thiếu điều kiện"), in: $1) }
        try bank.tick(days: 1)
        try bank.need()
        let second = try bank.loan().loanRef
        #expect(try second != ref && bank.state(second) == .listed)
        let appeal = try bank.refusal { try $0.appeal(ref, reason: LoanText(validating: "đã bổ sung"), in: $1) }
        #expect(appeal?.code == .conflict)
        // The other end of it is a decision too.
        try bank.write { _ = try $0.withdraw(second, reason: LoanText(validating: "đổi ý"), in: $1) }
        try bank.write { _ = try $0.appeal(ref, reason: LoanText(validating: "đã bổ sung"), in: $1) }
        #expect(try bank.problems().isEmpty)
    }

    @Test(arguments: [LoanState.listed, .complete, .appraising, .approved, .contracted])
    func `an erased person's file on which nothing was paid ends at once, and nobody is named for it`(state: LoanState) throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let (ref, other) = (try bank.loan(1, in: state), try bank.loan(2, in: state))
        try erase(OfficeTrial<PolicyBank>.ref(1), bank)
        let gone = try loan(ref, bank)
        #expect(gone.state == .withdrawn && gone.workerRef == nil && gone.category == nil && gone.listedBy == nil)
        #expect(try contracts(bank) == 1)
        #expect(try loan(other, bank).workerRef != nil && bank.state(other) == state)
        let told = try #require(try bank.sent("loan.status.changed.v1", as: Langson_Loan_V1_StatusChanged.self).last)
        #expect(told.to == .withdrawn && told.loanRef == ref && told.workerRef.isEmpty)
        bank.now = bank.now.adding(seconds: 60)
        try bank.need(1)
        #expect(try bank.loan(1).state == .listed)
        #expect(try bank.problems().isEmpty)
    }

    @Test func `of an erased person who owes, a file beside the debt goes`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let owing = try bank.loan(1, in: .disbursed)
        try bank.need(1, 5_000_000, .jobCreation)
        let beside = try bank.loan(1).loanRef
        try erase(OfficeTrial<PolicyBank>.ref(1), bank)
        #expect(try loan(owing, bank).workerRef != nil && loan(beside, bank).workerRef == nil)
        #expect(try contracts(bank) == 1)
    }
}
