import Contracts
import GRDB
import Testing

@testable import Agencies

/// A repayment that was entered by mistake is taken back by another entry.
@Suite struct BankReversalTests {
    private func loan(_ ref: String, _ bank: OfficeTrial<PolicyBank>) throws -> Loan { try #require(try bank.store.read { try Loan.find(ref, $0) }) }

    private func entries(_ ref: String, _ bank: OfficeTrial<PolicyBank>) throws -> [BookedEntry] {
        try bank.store.read { try BookedEntry.all(of: ref, $0) }
    }

    @Test func `the loan stands as if it had not been paid, and both entries stay`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .disbursed)
        let (before, steps) = (try bank.standing(bank.loan()), try bank.steps(ref))
        try bank.tick(days: 1)
        try bank.repay(ref, 15_000_000, voucher: "PT-118")
        #expect(try bank.state(ref) == .repaying)
        try bank.reverse(ref, entry: 2)
        let after = try bank.standing(bank.loan())
        #expect(after.outstanding == before.outstanding && after.repaid == .zero)
        #expect(after.next == before.next && after.schedule == before.schedule)
        #expect(try bank.steps(ref) == steps && bank.state(ref) == .disbursed)
        // The centre was told that it is being repaid, and is told that it is not.
        #expect(try bank.told().suffix(3) == [.disbursed, .repaying, .disbursed])
        let entries = try entries(ref, bank)
        #expect(entries.map(\.kind) == [.disbursement, .repayment, .reversal])
        #expect(entries.map(\.isReversed) == [false, true, false] && entries[2].reverses == 2 && entries[2].officer == "Kế toán trưởng")
        let fund = try #require(try bank.store.read { try FundStanding.all($0) }.first?.parts.first)
        #expect(fund.loans == 1 && fund.owing == 1 && fund.paying == 0 && fund.repaid == .zero && fund.outstanding == VND(60_000_000))
        #expect(try bank.faults().isEmpty)
        // The right amount, by the same paper.
        try bank.repay(ref, 1_500_000, voucher: "PT-118")
        #expect(try bank.standing(bank.loan()).repaid == VND(1_500_000))
    }

    @Test func `a loan that was settled by mistake is owed again, with what has fallen due meanwhile`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .disbursed)
        try bank.repay(ref, 60_000_000)
        #expect(try loan(ref, bank).endedOn != nil)
        try bank.tick(days: 10)
        try bank.reverse(ref, entry: 2)
        #expect(try loan(ref, bank).endedOn == nil && bank.state(ref) == .disbursed)
        #expect(try bank.told().suffix(3) == [.settled, .repaying, .disbursed])
        try bank.repay(ref, 60_000_000)
        // The 28 days in which a settled loan is still somebody's end after the first instalment's.
        bank.now = bank.now.adding(seconds: 85 * 86_400)
        try bank.reverse(ref, entry: 4)
        #expect(try bank.state(ref) == .overdue)
        #expect(try bank.steps(ref).suffix(2) == ["2026-01-27 repaying", "2026-01-28 overdue"])
        #expect(try bank.told().suffix(3) == [.settled, .repaying, .overdue])
        #expect(try bank.faults().isEmpty)
    }

    @Test func `said again it is answered, in other words it is refused, and nothing else can be reversed`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .disbursed)
        try bank.repay(ref, 5)
        try bank.reverse(ref, entry: 2)
        let word = try OfficeTrial<PolicyBank>.word()
        #expect(try bank.write { try $0.reverse(ref, entry: 2, word: word, in: $1) }.isRepeat)
        let other = try OfficeTrial<PolicyBank>.word("lý do khác")
        #expect(try bank.refusal { try $0.reverse(ref, entry: 2, word: other, in: $1) }?.code == .conflict)
        for (number, code) in [(1, OfficeError.Code.forbidden), (3, .forbidden), (4, .unknown), (0, .unknown)] {
            #expect(try bank.refusal { try $0.reverse(ref, entry: number, word: word, in: $1) }?.code == code, "\(number)")
        }
        #expect(try entries(ref, bank).count == 3)
    }

    @Test func `what a later schedule had counted is due with its first instalment`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .disbursed)
        try bank.repay(ref, 10_000_000)
        try bank.tick(days: 100)
        try bank.write { rules, transaction in
            let terms = try RepaymentTerms(instalments: 2, months: 1)
            _ = try rules.reschedule(ref, terms: terms, firstDue: CalendarDay("2026-03-10"), reason: LoanText(validating: "mất mùa"), in: transaction)
        }
        try bank.reverse(ref, entry: 2)
        #expect(try bank.state(ref) == .rescheduled)
        let standing = try bank.standing(bank.loan())
        #expect(standing.outstanding == VND(60_000_000) && standing.schedule.map(\.amount.dong) == [25_000_000, 25_000_000])
        #expect(try standing.arrears(on: #require(CalendarDay("2026-03-10"))) == .zero)
        #expect(try standing.arrears(on: #require(CalendarDay("2026-03-11"))) == VND(35_000_000))
        try bank.repay(ref, 35_000_000)
        try bank.tick(days: 40)
        #expect(try bank.state(ref) == .repaying)
        try bank.repay(ref, 25_000_000)
        #expect(try bank.state(ref) == .settled)
        #expect(try bank.faults().isEmpty)
    }

    @Test func `a debt that was handed over stays so, and more of it is owed`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .disbursed)
        try bank.repay(ref, 10_000_000)
        try bank.tick(days: 100)
        try bank.write { _ = try $0.handle(ref, reason: LoanText(validating: "mất khả năng trả nợ"), in: $1) }
        try bank.reverse(ref, entry: 2)
        #expect(try bank.state(ref) == .handled)
        #expect(try bank.standing(bank.loan()).outstanding == VND(60_000_000))
        #expect(try bank.faults().isEmpty)
    }

    @Test func `a worker who has a newer loan owes both, and nothing is lent without anybody who owes it`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .disbursed)
        try bank.repay(ref, 60_000_000)
        try bank.tick(days: 5)
        try bank.need()
        let newer = try bank.loan().loanRef
        #expect(newer != ref)
        try bank.reverse(ref, entry: 2)
        #expect(try bank.state(ref) == .disbursed && bank.state(newer) == .listed)
        try bank.repay(ref, 60_000_000)
        try bank.tick(days: 31)
        // Nobody's any more.
        let word = try OfficeTrial<PolicyBank>.word()
        #expect(try bank.refusal { try $0.reverse(ref, entry: 4, word: word, in: $1) }?.code == .forbidden)
        #expect(try bank.state(ref) == .settled)
        #expect(try bank.faults().isEmpty)
    }

    @Test func `the store itself takes no reversal that is not the opposite of a repayment, and none twice`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let (ref, other) = (try bank.loan(1, in: .disbursed), try bank.loan(2, in: .disbursed))
        try bank.repay(ref, 5)
        func insert(_ id: String, _ amount: Int, of loan: String, reverses: String) throws {
            try bank.write { _, transaction in
                try transaction.database.execute(
                    sql: """
                        INSERT INTO posting VALUES (:id, 'lent/central', :amount), (:id, 'repaid/central', -:amount);
                        INSERT INTO entry (id, day, entered_on, kind, loan_ref, reverses, reason, officer)
                          VALUES (:id, '2025-10-27', '2025-10-27', 'reversal', :loan, :reverses, 'a', 'b')
                        """,
                    arguments: ["id": id, "amount": amount, "loan": loan, "reverses": reverses]
                )
            }
        }
        #expect(throws: OfficeError.self) { try insert("\(ref)/3", 4, of: ref, reverses: "\(ref)/2") }
        #expect(throws: OfficeError.self) { try insert("\(ref)/3", -60_000_000, of: ref, reverses: "\(ref)/1") }
        #expect(throws: OfficeError.self) { try insert("\(other)/2", 5, of: other, reverses: "\(ref)/2") }
        try insert("\(ref)/3", 5, of: ref, reverses: "\(ref)/2")
        #expect(throws: OfficeError.self) { try insert("\(ref)/4", 5, of: ref, reverses: "\(ref)/2") }
    }
}
