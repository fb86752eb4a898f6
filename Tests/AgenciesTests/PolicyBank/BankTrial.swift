import Contracts
import GRDB
import SwiftProtobuf
import Testing

@testable public import Agencies

extension Voucher: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        guard let voucher = try? Voucher(validating: text) else { preconditionFailure("a voucher's number") }
        self = voucher
    }
}

/// What tests of the bank begin with. All workers are fictitious.
extension OfficeTrial where Rules == PolicyBank {
    /// A worker's, contract's or order's reference.
    static func ref(_ number: Int) -> String {
        let digits = String(number)
        return "01J" + String(repeating: "0", count: 23 - digits.count) + digits
    }

    /// For thousands of commits, where what a power cut would leave is no part of the test.
    func leaveTheDiskAlone() throws {
        try store.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY") }
    }

    func need(
        _ worker: Int = 1,
        _ amount: Int64 = 60_000_000,
        _ programme: Langson_Loan_V1_Programme = .contractWorkers,
        category: String = "poor-household",
        from commune: String = "commune-a"
    ) throws {
        let need = Langson_Loan_V1_NeedListed.with {
            $0.workerRef = Self.ref(worker)
            $0.programme = programme
            $0.category = category
            $0.amountRequestedVnd = amount
        }
        try receive("loan.need.listed.v1", need, from: commune)
    }

    func workContract(_ worker: Int = 1, contract: Int? = nil, end: String = "2026-04-30") throws {
        let contract = Langson_Contract_V1_Registered.with {
            $0.contractRef = Self.ref(1_000 + (contract ?? worker))
            $0.workerRef = Self.ref(worker)
            $0.start = "2025-11-01"
            $0.end = end
            $0.wage = .with {
                $0.amountMinor = 13_000
                $0.currency = "CNY"
                $0.period = .day
            }
        }
        try receive("contract.registered.v1", contract, from: "labour")
    }

    /// The file that was opened last for a worker.
    func loan(_ worker: Int = 1) throws -> Loan {
        let loans = try store.read { try Loan.all($0) }.filter { $0.workerRef == Self.ref(worker) }
        return try #require(loans.last)
    }

    func standing(_ loan: Loan) throws -> LoanStanding { try store.read { try LoanStanding(loan, $0) } }

    /// A file in a state on the way to its money.
    func loan(_ worker: Int = 1, _ amount: Int64 = 60_000_000, _ programme: Langson_Loan_V1_Programme = .contractWorkers, in state: LoanState) throws
        -> String
    {
        try need(worker, amount, programme)
        if programme == .contractWorkers { try workContract(worker) }
        let ref = try loan(worker).loanRef
        let way: [LoanState] = [.listed, .complete, .appraising, .approved, .contracted, .disbursed]
        for next in way.prefix(try #require(way.firstIndex(of: state)) + 1).dropFirst() {
            try write { bank, transaction in
                switch next {
                case .complete: _ = try bank.receive(ref, in: transaction)
                case .appraising: _ = try bank.appraise(ref, in: transaction)
                case .approved: _ = try bank.approve(ref, in: transaction)
                case .contracted: _ = try bank.conclude(ref, in: transaction)
                default:
                    _ = try bank.disburse(ref, from: programme == .jobCreation ? .nationalEmployment : .central, voucher: "PC-1", in: transaction)
                }
            }
        }
        return ref
    }

    /// Money comes back, by a paper of its own.
    func repay(_ ref: String, _ amount: Int64, on day: String? = nil, voucher: String? = nil) throws {
        let number = try store.read { try Ledger($0).nextNumber(ref) }
        let voucher = try Voucher(validating: voucher ?? "PT-\(number)")
        try write { _ = try $0.repay(ref, VND(amount), on: day.flatMap { CalendarDay($0) }, voucher: voucher, in: $1) }
    }

    /// The repayment that was entered last is taken back.
    func reverse(_ ref: String, entry number: Int) throws {
        try write { _ = try $0.reverse(ref, entry: number, word: Self.word(), in: $1) }
    }

    static func word(_ reason: String = "ghi nhầm") throws -> OfficerWord {
        OfficerWord(reason: try LoanText(validating: reason), officer: try LoanText(validating: "Kế toán trưởng"))
    }

    func steps(_ ref: String) throws -> [String] { try store.read { try LoanStep.all(of: ref, $0) }.map { "\($0.day) \($0.to.rawValue)" } }

    func state(_ ref: String) throws -> LoanState { try #require(try store.read { try Loan.find(ref, $0) }).state }

    func faults() throws -> [String] { try store.read { try LedgerAudit($0).faults.map(\.en) } }

    /// The steps that the employment service centre was told, oldest first.
    func told() throws -> [Langson_Loan_V1_LoanState] {
        try sent("loan.status.changed.v1", as: Langson_Loan_V1_StatusChanged.self).map(\.to)
    }

    /// What an act was refused with.
    func refusal<Value>(_ act: (PolicyBank, OfficeTransaction) throws -> Value) throws -> OfficeError? {
        do {
            _ = try write(act)
            return nil
        } catch let error as OfficeError {
            return error
        }
    }
}
