import Contracts
import GRDB
import Testing

@testable import Agencies

/// What a clerk can do with a file in each of its states: every act in every state.
@Suite struct BankActTests {
    private enum Act: String, CaseIterable {
        case receive, appraise, approve, reject, appeal, withdraw, conclude, disburse, repay, reschedule, handle
    }

    /// Takes back what an act did.
    private struct Undone: Error {}

    private static let possible: [LoanState: Set<Act>] = [
        .listed: [.receive, .withdraw], .incomplete: [.receive, .withdraw], .complete: [.appraise, .approve, .reject, .withdraw],
        .appraising: [.approve, .reject, .withdraw], .approved: [.conclude, .withdraw], .rejected: [.appeal, .withdraw],
        .appealed: [.appraise, .approve, .reject, .withdraw], .contracted: [.disburse, .withdraw], .disbursed: [.repay], .repaying: [.repay],
        .overdue: [.repay, .reschedule, .handle], .rescheduled: [.repay], .settled: [], .handled: [], .withdrawn: [],
    ]

    /// A file that has come to a state.
    private func file(in state: LoanState, _ bank: OfficeTrial<PolicyBank>) throws -> String {
        func after(_ earlier: LoanState, _ act: Act) throws -> String {
            let ref = try file(in: earlier, bank)
            try bank.write { try perform(act, on: ref, $0, $1) }
            return ref
        }
        switch state {
        case .incomplete:
            let ref = try bank.loan(in: .listed)
            try bank.write { _ = try $0.receive(ref, missing: ["passport"], in: $1) }
            return ref
        case .rejected: return try after(.appraising, .reject)
        case .appealed: return try after(.rejected, .appeal)
        case .withdrawn: return try after(.contracted, .withdraw)
        case .repaying: return try after(.disbursed, .repay)
        case .overdue:
            let ref = try file(in: .disbursed, bank)
            try bank.tick(days: 120)
            return ref
        case .rescheduled: return try after(.overdue, .reschedule)
        case .handled: return try after(.overdue, .handle)
        case .settled:
            let ref = try file(in: .repaying, bank)
            let owed = try bank.standing(bank.loan()).outstanding
            try bank.repay(ref, owed.dong)
            return ref
        case .listed, .received, .complete, .appraising, .approved, .contracted, .disbursed: return try bank.loan(in: state)
        }
    }

    private func perform(_ act: Act, on ref: String, _ bank: PolicyBank, _ transaction: OfficeTransaction) throws {
        let reason = try LoanText(validating: "vì sao")
        switch act {
        case .receive: _ = try bank.receive(ref, in: transaction)
        case .appraise: _ = try bank.appraise(ref, in: transaction)
        case .approve: _ = try bank.approve(ref, in: transaction)
        case .reject: _ = try bank.reject(ref, reason: reason, in: transaction)
        case .appeal: _ = try bank.appeal(ref, reason: reason, in: transaction)
        case .withdraw: _ = try bank.withdraw(ref, reason: reason, in: transaction)
        case .conclude: _ = try bank.conclude(ref, in: transaction)
        case .disburse: _ = try bank.disburse(ref, from: .central, voucher: "PC-2", in: transaction)
        case .repay:
            let number = try Ledger(transaction.database).nextNumber(ref)
            _ = try bank.repay(ref, VND(1), voucher: Voucher(validating: "PT-\(number)"), in: transaction)
        case .reschedule: _ = try bank.reschedule(ref, reason: reason, in: transaction)
        case .handle: _ = try bank.handle(ref, reason: reason, in: transaction)
        }
    }

    @Test(arguments: LoanState.allCases.filter { $0 != .received })
    func `an act is done where the state allows it, and else refused with the state named`(state: LoanState) throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try file(in: state, bank)
        #expect(try bank.state(ref) == state)
        let said = try bank.sent().count
        var done: Set<Act> = []
        for act in Act.allCases {
            do {
                try bank.write { rules, transaction in
                    try perform(act, on: ref, rules, transaction)
                    throw Undone()
                }
            } catch is Undone {
                done.insert(act)
            } catch let error as OfficeError {
                #expect(error.code == .illegalTransition, "\(act)")
                #expect(error.wording.en.contains("“\(state.name.en)”") && error.wording.vi.contains("“\(state.name.vi)”"), "\(act)")
            }
        }
        #expect(done == Self.possible[state])
        #expect(try bank.state(ref) == state)
        #expect(try bank.sent().count == said)
        #expect(try bank.faults().isEmpty)
    }

    @Test func `of two clerks who pay out the last of a fund at once, one is refused`() throws {
        let bank = try OfficeTrial(PolicyBank())
        let refs = try (1...2).map { try bank.loan($0, 15_000_000_000, .jobCreation, in: .contracted) }
        let other = try bank.opened()
        try bank.write { _ = try $0.disburse(refs[0], from: .province, voucher: "PC-1", in: $1) }
        let error = #expect(throws: OfficeError.self) {
            try other.write(at: bank.now) { _ = try bank.rules.disburse(refs[1], from: .district, voucher: "PC-1", in: $0) }
        }
        #expect(error?.code == .overspent)
        // And of two who pay out one loan, one finds it paid.
        let again = #expect(throws: OfficeError.self) {
            try other.write(at: bank.now) { _ = try bank.rules.disburse(refs[0], from: .province, voucher: "PC-2", in: $0) }
        }
        #expect(again?.code == .illegalTransition)
        other.close()
    }
}
