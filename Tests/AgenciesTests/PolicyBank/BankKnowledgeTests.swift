import Contracts
import GRDB
import SwiftProtobuf
import Testing

@testable import Agencies

/// The bank learns that a contract exists, never a crossing.
@Suite struct BankKnowledgeTests {
    @Test func `nothing that the bank may read is about a crossing, an alert, health or a voice`() {
        // What is bound to a principal is told to the bank only about a case that it opened itself.
        let readable = Catalogue.standard.types.filter { $0.mayRead(.bank) && $0.readBinding(for: .bank) == .none }.map(\.name)
        for family in ["crossing.", "alert.", "departure.", "handover.", "permit.", "return.", "worker.", "protection.", "victim.", "voice."] {
            #expect(!readable.contains { $0.hasPrefix(family) }, "\(family)")
        }
        for type in ["loan.need.listed.v1", "contract.registered.v1", "loan.problem.raised.v1", "gateway.subject.erased.v1"] {
            #expect(readable.contains(type), "\(type)")
        }
    }

    @Test func `the view of a contract that the bank gets has no order, and is all it needs`() throws {
        let contract = Langson_Contract_V1_Registered.with {
            $0.contractRef = OfficeTrial<PolicyBank>.ref(1)
            $0.workerRef = OfficeTrial<PolicyBank>.ref(2)
            $0.orderID = OfficeTrial<PolicyBank>.ref(3)
            $0.start = "2025-11-01"
            $0.end = "2026-04-30"
            $0.wage.amountMinor = 1
        }
        let body: [UInt8] = try contract.serializedBytes()
        let type = try #require(Catalogue.standard.type(named: "contract.registered.v1"))
        var view: [UInt8] = []
        let isWhole = body.withUnsafeBytes { type.appendView(of: $0, for: .bank, to: &view) }
        #expect(isWhole)
        let seen = try Langson_Contract_V1_Registered(serializedBytes: view)
        #expect(seen.orderID.isEmpty)
        let bank = try OfficeTrial(PolicyBank())
        try bank.receive("contract.registered.v1", seen)
        #expect(try bank.store.read { try WorkContract.all(of: OfficeTrial<PolicyBank>.ref(2), $0) }.count == 1)
    }

    @Test func `what follows from a need stands in its chain, and what was listed on paper in none`() throws {
        let bank = try OfficeTrial(PolicyBank())
        let ref = try bank.loan(in: .complete)
        let loan = try bank.loan()
        #expect(loan.chain != nil)
        #expect(try bank.store.read { try Loan.find(ref, $0) }?.chain == loan.chain)
        let need = try LoanNeed(
            .with {
                $0.workerRef = OfficeTrial<PolicyBank>.ref(2)
                $0.programme = .jobCreation
                $0.category = "poor"
                $0.amountRequestedVnd = 5
            },
            listedBy: "commune-a"
        )
        try bank.write { _ = try $0.list(need, in: $1) }
        #expect(try bank.loan(2).chain == nil)
    }
}
