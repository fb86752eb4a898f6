import Contracts
import GRDB
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct BankFileTests {
    @Test func `a need opens one file, and the same need again changes nothing`() throws {
        let bank = try OfficeTrial(PolicyBank())
        try bank.need()
        try bank.need()
        try bank.need(1, 30_000_000, .jobCreation)
        #expect(try bank.store.read { try Loan.all($0) }.count == 2)
        #expect(try bank.problems().isEmpty)
        #expect(try bank.sent().isEmpty)
    }

    @Test func `a need that has changed is followed while it is only listed, and needs a person afterwards`() throws {
        let bank = try OfficeTrial(PolicyBank())
        try bank.need(1, 60_000_000)
        try bank.need(1, 50_000_000, category: "near-poor")
        #expect(try bank.loan().requested == VND(50_000_000))
        #expect(try bank.loan().category == "near-poor")
        let ref = try bank.loan().loanRef
        try bank.write { _ = try $0.receive(ref, in: $1) }
        try bank.need(1, 70_000_000, category: "near-poor")
        #expect(try bank.loan().requested == VND(50_000_000))
        let problem = try #require(try bank.problems().first)
        #expect(problem.code == "conflict" && problem.wording.en.contains("“complete”"))
        #expect(!problem.wording.en.contains("0") && !problem.wording.vi.contains("0"))
    }

    @Test func `a worker whom two communes list needs a person`() throws {
        let bank = try OfficeTrial(PolicyBank())
        try bank.need(from: "commune-a")
        try bank.need(from: "commune-b")
        #expect(try bank.loan().listedBy == "commune-a")
        #expect(try bank.problems().map(\.code) == ["conflict"])
    }

    @Test func `a withdrawn file leaves room for another`() throws {
        let bank = try OfficeTrial(PolicyBank())
        let ref = try bank.loan(in: .approved)
        try bank.write { _ = try $0.withdraw(ref, reason: LoanText(validating: "đổi ý"), in: $1) }
        bank.now = bank.now.adding(seconds: 60)
        try bank.need()
        let second = try bank.loan()
        #expect(second.loanRef != ref && second.state == .listed)
    }

    @Test func `missing papers are told to the commune, and complete ones start the clock`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        try bank.need()
        let ref = try bank.loan().loanRef
        try bank.write { _ = try $0.receive(ref, missing: ["passport", "contract-copy", "passport"], in: $1) }
        #expect(try bank.state(ref) == .incomplete)
        #expect(try bank.loan().decideBy == nil)
        try bank.tick(days: 1)
        try bank.write { _ = try $0.receive(ref, in: $1) }
        let loan = try bank.loan()
        #expect(loan.state == .complete && loan.decideBy == CalendarDay("2025-11-11"))
        #expect(try bank.store.read { try loan.missingPapers($0) }.isEmpty)
        let told = try bank.sent("loan.file.received.v1", as: Langson_Loan_V1_FileReceived.self)
        #expect(told.map(\.complete) == [false, true])
        #expect(told.map(\.missing) == [["contract-copy", "passport"], []])
        #expect(told.allSatisfy { $0.listedBy == "commune-a" && $0.loanRef == ref })
        #expect(try bank.told() == [.received, .incomplete, .received, .complete])
    }

    @Test func `a decision is late from the day after its last working day, and no clock makes it`() throws {
        let holidays: Set<CalendarDay> = [try #require(CalendarDay("2025-11-05"))]
        var settings = BankSettings()
        settings.calendar = WorkingCalendar(holidays: holidays)
        let bank = try OfficeTrial(PolicyBank(settings: settings), day: "2025-10-27")
        _ = try bank.loan(in: .complete)
        #expect(try bank.loan().decideBy == CalendarDay("2025-11-11"))
        try bank.tick(days: 15)
        #expect(try !bank.loan().isLate(on: bank.now.day()))
        try bank.tick(days: 1)
        #expect(try bank.loan().isLate(on: bank.now.day()))
        try bank.tick(days: 300)
        #expect(try bank.loan().state == .complete)
    }

    @Test func `a rejection says why, and an appeal starts the clock anew`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .complete)
        try bank.write { _ = try $0.reject(ref, reason: LoanText(validating: "thiếu điều kiện"), in: $1) }
        try bank.tick(days: 30)
        #expect(try !bank.loan().isLate(on: bank.now.day()))
        try bank.write { _ = try $0.appeal(ref, reason: LoanText(validating: "đã bổ sung"), in: $1) }
        #expect(try bank.loan().decideBy == bank.rules.decisionDay(after: bank.now.day()))
        try bank.write { _ = try $0.approve(ref, amount: VND(20_000_000), in: $1) }
        #expect(try bank.loan().approved == VND(20_000_000))
        let reasons = try bank.sent("loan.status.changed.v1", as: Langson_Loan_V1_StatusChanged.self).map(\.reason)
        #expect(reasons.filter { !$0.isEmpty } == ["thiếu điều kiện", "đã bổ sung"])
    }

    @Test func `no more is approved than was asked, and nothing is not a loan`() throws {
        let bank = try OfficeTrial(PolicyBank())
        let ref = try bank.loan(in: .complete)
        #expect(try bank.refusal { try $0.approve(ref, amount: VND(60_000_001), in: $1) }?.code == .forbidden)
        #expect(try bank.refusal { try $0.approve(ref, amount: .zero, in: $1) }?.code == .invalid)
        #expect(try bank.state(ref) == .complete)
        #expect(try bank.told() == [.received, .complete])
    }

    @Test func `what is out of turn is refused with the state named, and changes nothing`() throws {
        let bank = try OfficeTrial(PolicyBank())
        let ref = try bank.loan(in: .listed)
        let text = try LoanText(validating: "vì sao")
        let acts: [(PolicyBank, OfficeTransaction) throws -> Loan] = [
            { try $0.appraise(ref, in: $1) }, { try $0.approve(ref, in: $1) }, { try $0.reject(ref, reason: text, in: $1) },
            { try $0.appeal(ref, reason: text, in: $1) }, { try $0.conclude(ref, in: $1) },
            { try $0.disburse(ref, from: .central, voucher: "PC-1", in: $1).loan },
            { try $0.repay(ref, VND(1), voucher: "PT-1", in: $1).loan }, { try $0.reschedule(ref, reason: text, in: $1) },
            { try $0.handle(ref, reason: text, in: $1) },
        ]
        for act in acts {
            let error = try bank.refusal(act)
            #expect(error?.code == .illegalTransition)
            #expect(error?.wording.en.contains("“listed”") == true)
        }
        #expect(try bank.refusal { try $0.receive("01J", in: $1) }?.code == .unknown)
        #expect(try bank.state(ref) == .listed)
        #expect(try bank.sent().isEmpty)
    }

    @Test func `a reason that holds a document's number is refused, and not repeated`() throws {
        for text in ["số CCCD 001234567890", "", "  \n", String(repeating: "a", count: 501)] {
            let error = #expect(throws: OfficeError.self) { try LoanText(validating: text) }
            #expect(error?.code == .invalid)
            #expect(error?.wording.en.contains("0012345") == false)
        }
        let bank = try OfficeTrial(PolicyBank())
        let ref = try bank.loan(in: .listed)
        #expect(try bank.refusal { try $0.receive(ref, missing: ["not a code"], in: $1) }?.code == .contract)
        #expect(try bank.state(ref) == .listed)
    }

    @Test func `trouble waits until it is settled, and waits again when it is told again`() throws {
        let bank = try OfficeTrial(PolicyBank())
        let ref = try bank.loan(in: .complete)
        let trouble = Langson_Loan_V1_ProblemRaised.with {
            $0.loanRef = ref
            $0.category = .delay
            $0.text = "chưa nhận được trả lời"
        }
        func waiting() throws -> Int { try bank.store.read { try LoanTrouble.all($0, isSettled: false).count } }
        try bank.receive("loan.problem.raised.v1", trouble)
        try bank.receive("loan.problem.raised.v1", trouble)
        #expect(try waiting() == 1)
        try bank.write { try $0.settleTroubles(ref, answer: LoanText(validating: "đã gọi điện"), in: $1) }
        #expect(try waiting() == 0)
        #expect(throws: OfficeError.self) { try bank.write { try $0.settleTroubles(ref, answer: LoanText(validating: "?"), in: $1) } }
        try bank.receive("loan.problem.raised.v1", trouble)
        #expect(try waiting() == 1)
        var unknown = trouble
        unknown.loanRef = OfficeTrial<PolicyBank>.ref(9)
        try bank.receive("loan.problem.raised.v1", unknown)
        #expect(try bank.problems().map(\.code) == ["unknown"])
    }

    @Test func `of a contract the bank keeps days and wage, and never the order`() throws {
        let bank = try OfficeTrial(PolicyBank())
        try bank.workContract(1)
        try bank.workContract(1, end: "2026-03-31")
        try bank.workContract(2, contract: 1)
        let contracts = try bank.store.read { try WorkContract.all(of: OfficeTrial<PolicyBank>.ref(1), $0) }
        #expect(contracts.map(\.end) == [CalendarDay("2026-03-31")])
        #expect(try bank.problems().map(\.code) == ["conflict"])
        let columns = try bank.store.read { try String.fetchAll($0, sql: "SELECT name FROM pragma_table_info('work_contract')") }
        #expect(!columns.contains { $0.contains("order") || $0.contains("employer") })
    }
}
