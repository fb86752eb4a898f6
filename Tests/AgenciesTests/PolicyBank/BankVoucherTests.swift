import Contracts
import GRDB
import Testing

@testable import Agencies

/// A payment is named by its paper: whoever says it twice has made one.
@Suite struct BankVoucherTests {
    private func count(_ bank: OfficeTrial<PolicyBank>) throws -> [Int] {
        try bank.store.read { database in
            try ["entry", "loan_step", "outbox_message"].map { try Int.fetchOne(database, sql: "SELECT count(*) FROM \($0)") ?? 0 }
        }
    }

    @Test func `a repayment that is said again is answered with what was entered, also when the loan has gone on`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .disbursed)
        try bank.repay(ref, 5, voucher: "PT-118")
        let before = try count(bank)
        let day = bank.now.day()
        for _ in 1...2 {
            try bank.tick(days: 1)
            let again = try bank.write { try $0.repay(ref, VND(5), voucher: "PT-118", in: $1) }
            #expect(again.isRepeat && again.entry.number == 2 && again.entry.day == day)
        }
        let named = try bank.write { try $0.repay(ref, VND(5), on: day, voucher: "PT-118", in: $1) }
        #expect(named.isRepeat)
        #expect(try count(bank) == before)
        try bank.repay(ref, 59_999_995)
        #expect(try bank.write { try $0.repay(ref, VND(5), voucher: "PT-118", in: $1) }.loan.state == .settled)
    }

    @Test func `the same paper with other contents is a conflict`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .disbursed)
        try bank.tick(days: 1)
        try bank.repay(ref, 5, voucher: "PT-118")
        let before = try count(bank)
        #expect(try bank.refusal { try $0.repay(ref, VND(6), voucher: "PT-118", in: $1) }?.code == .conflict)
        #expect(try bank.refusal { try $0.repay(ref, VND(5), on: CalendarDay("2025-10-27"), voucher: "PT-118", in: $1) }?.code == .conflict)
        // The disbursement's.
        #expect(try bank.refusal { try $0.repay(ref, VND(60_000_000), voucher: "PC-1", in: $1) }?.code == .conflict)
        #expect(try count(bank) == before)
    }

    @Test func `what was entered and reversed is not entered again in the same way`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .disbursed)
        try bank.repay(ref, 5, voucher: "PT-118")
        try bank.reverse(ref, entry: 2)
        #expect(try bank.refusal { try $0.repay(ref, VND(5), voucher: "PT-118", in: $1) }?.code == .conflict)
        #expect(try bank.standing(bank.loan()).repaid == .zero)
    }

    @Test func `the money is paid once, by whichever commands it is said`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .contracted)
        let first = CalendarDay("2026-01-25")
        let paid = try bank.write { try $0.disburse(ref, from: .central, firstDue: first, voucher: "PC-7", in: $1) }
        #expect(!paid.isRepeat)
        let before = try count(bank)
        try bank.tick(days: 100)
        for first in [first, nil, CalendarDay("2026-01-26")] {
            let again = try bank.write { try $0.disburse(ref, from: .central, firstDue: first, voucher: "PC-7", in: $1) }
            #expect(again.isRepeat && again.entry == paid.entry && again.loan.state == .overdue)
        }
        for (fund, first) in [(LoanFund.province, first), (.central, CalendarDay("2026-02-25"))] {
            #expect(try bank.refusal { try $0.disburse(ref, from: fund, firstDue: first, voucher: "PC-7", in: $1) }?.code == .conflict)
        }
        #expect(try bank.refusal { try $0.disburse(ref, from: .central, firstDue: first, voucher: "PC-8", in: $1) }?.code == .illegalTransition)
        #expect(try count(bank)[0] == before[0])
    }

    @Test func `a number has no spaces, and is of a length that a form has room for`() {
        for text in ["", "PT 118", "chứng-từ", String(repeating: "1", count: 41), "1\n"] {
            let error = #expect(throws: OfficeError.self) { try Voucher(validating: text) }
            #expect(error?.code == .invalid)
        }
    }
}
