import Contracts
import GRDB
import Testing

@testable import Agencies

@Suite struct BankMoneyTests {
    private func override() throws -> OfficerWord {
        OfficerWord(reason: try LoanText(validating: "công văn 12"), officer: try LoanText(validating: "Phó Giám đốc"))
    }

    @Test func `the funds are the plan's, and two of them draw on one line`() throws {
        let bank = try OfficeTrial(PolicyBank())
        let funds = try bank.store.read { try FundStanding.all($0) }
        #expect(funds.map(\.available) == [VND(100_000_000_000), VND(25_000_000_000), VND(20_000_000_000)])
        #expect(funds.map(\.line.funds) == [[.central], [.nationalEmployment], [.province, .district]])
        #expect(Set(LoanFund.allCases.map(\.message)).count == Langson_Loan_V1_Fund.allCases.count - 1)
        #expect(try bank.faults().isEmpty)
    }

    @Test func `a loan goes from the list to its last repayment`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .disbursed)
        #expect(try bank.standing(bank.loan()).schedule.map(\.dueOn.description) == ["2026-01-27", "2026-04-27", "2026-07-27", "2026-10-27"])
        #expect(try bank.standing(bank.loan()).schedule.map(\.amount.dong) == [15_000_000, 15_000_000, 15_000_000, 15_000_000])
        try bank.repay(ref, 15_000_000)
        #expect(try bank.state(ref) == .repaying)
        #expect(try bank.standing(bank.loan()).next?.number == 2)
        try bank.tick(days: 100)
        #expect(try bank.state(ref) == .repaying)
        try bank.repay(ref, 45_000_000)
        #expect(try bank.state(ref) == .settled)
        #expect(try bank.loan().endedOn == bank.now.day())
        let fund = try #require(try bank.store.read { try FundStanding.all($0) }.first)
        #expect(fund.available == VND(100_000_000_000 - 60_000_000) && fund.parts[0].outstanding == .zero)
        #expect(try bank.faults().isEmpty)
        #expect(
            try bank.told() == [.received, .complete, .appraising, .approved, .contracted, .disbursed, .repaying, .settled]
        )
    }

    @Test func `a fund is overspent by an officer who says why, and by nobody else`() throws {
        let bank = try OfficeTrial(PolicyBank())
        // Half of the local budgets from each of the two funds, and one đồng more.
        for (worker, fund) in [(1, LoanFund.province), (2, .district)] {
            let ref = try bank.loan(worker, 10_000_000_000, .jobCreation, in: .contracted)
            try bank.write { _ = try $0.disburse(ref, from: fund, voucher: "PC-1", override: override(), in: $1) }
        }
        let ref = try bank.loan(3, 1, .jobCreation, in: .approved)
        try bank.write { _ = try $0.conclude(ref, terms: RepaymentTerms(instalments: 1, months: 1), in: $1) }
        let error = try bank.refusal { try $0.disburse(ref, from: .district, voucher: "PC-1", in: $1) }
        #expect(error?.code == .overspent)
        #expect(try bank.state(ref) == .contracted)
        #expect(try bank.store.read { try FundStanding.all($0)[2].available } == .zero)
        try bank.write { _ = try $0.disburse(ref, from: .district, voucher: "PC-1", override: override(), in: $1) }
        #expect(try bank.store.read { try FundStanding.all($0)[2].available } == VND(-1))
        let words = try bank.store.read { try LedgerLine.all($0) }.compactMap(\.reason)
        // Both postings of the one entry that needed it; the first two were within the line.
        #expect(words == ["công văn 12", "công văn 12"])
        #expect(try bank.faults().isEmpty)
    }

    @Test func `a fund serves the programme that the plan gave it for`() throws {
        let bank = try OfficeTrial(PolicyBank())
        let central = try bank.loan(1, in: .contracted)
        let jobs = try bank.loan(2, 60_000_000, .jobCreation, in: .contracted)
        for fund in LoanFund.allCases {
            for (ref, programme) in [(central, LoanProgramme.contractWorkers), (jobs, .jobCreation)] where fund.programme != programme {
                #expect(try bank.refusal { try $0.disburse(ref, from: fund, voucher: "PC-1", in: $1) }?.code == .forbidden)
            }
        }
    }

    @Test func `central capital waits for a work contract that still runs, where the settings say so`() throws {
        var settings = BankSettings()
        for isRequired in [true, false] {
            settings.requiresWorkContract = isRequired
            let bank = try OfficeTrial(PolicyBank(settings: settings), day: "2026-05-04")
            // Its contract ended on 30 April.
            let ref = try bank.loan(in: .contracted)
            #expect(try bank.refusal { try $0.disburse(ref, from: .central, voucher: "PC-1", in: $1) }?.code == (isRequired ? .forbidden : nil))
            guard isRequired else { continue }
            try bank.workContract(1, contract: 2, end: "2026-05-04")
            try bank.write { _ = try $0.disburse(ref, from: .central, voucher: "PC-1", in: $1) }
        }
    }

    @Test func `an instalment is overdue on the day after, and its payment lets the schedule go on`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-25")
        let ref = try bank.loan(in: .disbursed)
        // 25 January 2026 is a Sunday: due on Monday.
        #expect(try bank.standing(bank.loan()).next?.dueOn == CalendarDay("2026-01-26"))
        try bank.tick(days: 93)
        #expect(try bank.state(ref) == .repaying)
        try bank.tick(days: 1)
        #expect(try bank.state(ref) == .overdue)
        try bank.tick(days: 1)
        #expect(try bank.standing(bank.loan()).arrears(on: bank.now.day()) == VND(15_000_000))
        try bank.repay(ref, 14_999_999)
        #expect(try bank.state(ref) == .overdue)
        try bank.repay(ref, 1)
        #expect(try bank.state(ref) == .repaying)
        #expect(try bank.standing(bank.loan()).next?.number == 2)
        #expect(try bank.told().suffix(4) == [.repaying, .overdue, .rescheduled, .repaying])
        let days = try bank.store.read { try LoanStep.all(of: ref, $0) }.map(\.day)
        #expect(days.suffix(4) == ["2026-01-26", "2026-01-27", "2026-01-28", "2026-01-28"])
    }

    @Test func `an overdue loan gets another schedule for what is owed, or is handled`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .disbursed)
        let text = try LoanText(validating: "mất mùa")
        #expect(try bank.refusal { try $0.reschedule(ref, reason: text, in: $1) }?.code == .illegalTransition)
        try bank.repay(ref, 10_000_000)
        // Nobody looked at the clock meanwhile: the act itself finds that the instalment is past its day.
        bank.now = bank.now.adding(seconds: 120 * 86_400)
        #expect(try bank.store.read { try LoanStanding.overdue(on: bank.now.day(), $0) }.map(\.loanRef) == [ref])
        #expect(try bank.state(ref) == .repaying)
        let terms = try RepaymentTerms(instalments: 3, months: 2)
        let past = CalendarDay("2026-02-01")
        #expect(try bank.refusal { try $0.reschedule(ref, terms: terms, firstDue: past, reason: text, in: $1) }?.code == .invalid)
        try bank.write { _ = try $0.reschedule(ref, terms: terms, firstDue: CalendarDay("2026-03-10"), reason: text, in: $1) }
        let standing = try bank.standing(bank.loan())
        #expect(standing.schedule.map(\.amount.dong) == [16_666_666, 16_666_666, 16_666_668])
        #expect(standing.schedule.map(\.dueOn.description) == ["2026-03-10", "2026-05-11", "2026-07-10"])
        #expect(standing.arrears(on: bank.now.day()) == .zero)
        #expect(try bank.state(ref) == .rescheduled)
        try bank.tick(days: 60)
        #expect(try bank.state(ref) == .overdue)
        try bank.write { _ = try $0.handle(ref, reason: text, in: $1) }
        #expect(try bank.refusal { try $0.repay(ref, VND(1), voucher: "PT-9", in: $1) }?.code == .illegalTransition)
        #expect(try bank.standing(bank.loan()).outstanding == VND(50_000_000))
        #expect(try bank.faults().isEmpty)
    }

    @Test func `an overdue loan that is paid whole is settled`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .disbursed)
        try bank.tick(days: 200)
        try bank.repay(ref, 60_000_000)
        #expect(try bank.state(ref) == .settled)
    }

    @Test func `a repayment is neither more than is owed, nor before the money, nor of tomorrow`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .disbursed)
        try bank.tick(days: 10)
        for (amount, day, code) in [
            (60_000_001 as Int64, nil, OfficeError.Code.forbidden), (0, nil, .invalid), (-5, nil, .invalid), (5, "2025-10-26", .invalid),
            (5, "2025-11-07", .invalid),
        ] {
            #expect(try bank.refusal { try $0.repay(ref, VND(amount), on: day.flatMap { CalendarDay($0) }, voucher: "PT-1", in: $1) }?.code == code)
        }
        #expect(try bank.state(ref) == .disbursed)
        try bank.repay(ref, 5, on: "2025-10-27")
        #expect(try bank.standing(bank.loan()).repaid == VND(5))
    }

    @Test func `a payment that was made in time and entered late leaves nothing overdue`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .disbursed)
        bank.now = bank.now.adding(seconds: 100 * 86_400)
        try bank.repay(ref, 15_000_000, on: "2026-01-27")
        #expect(try !bank.told().contains(.overdue))
        #expect(try bank.state(ref) == .repaying)
    }

    @Test func `terms that no calendar holds are refused`() throws {
        for (instalments, months) in [(0, 1), (1, 0), (121, 1), (1, 61), (120, 3), (-1, -1)] {
            #expect(throws: OfficeError.self) { try RepaymentTerms(instalments: instalments, months: months) }
        }
        let terms = try RepaymentTerms(instalments: 3, months: 1)
        let first = try #require(CalendarDay("2199-11-01"))
        #expect(throws: OfficeError.self) { try terms.schedule(of: VND(2), first: first, WorkingCalendar()) }
        #expect(throws: OfficeError.self) { try terms.schedule(of: VND(300), first: first, WorkingCalendar()) }
    }
}
