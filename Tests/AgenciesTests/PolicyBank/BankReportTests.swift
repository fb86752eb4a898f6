import Contracts
import GRDB
import Testing

@testable import Agencies

@Suite struct BankReportTests {
    private func reports(_ bank: OfficeTrial<PolicyBank>) throws -> [Langson_Loan_V1_DisbursedReported] {
        try bank.sent("loan.disbursed.reported.v1", as: Langson_Loan_V1_DisbursedReported.self)
    }

    @Test func `each month past is told once, from the first in which something was lent`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-09-10")
        try bank.tick(days: 40)
        _ = try bank.loan(1, in: .disbursed)
        try bank.tick(days: 1)
        #expect(try reports(bank).isEmpty)
        // 10 December: two months were past before anybody looked.
        try bank.tick(days: 50)
        let told = try reports(bank)
        #expect(told.map(\.period) == Array(repeating: "2025-10", count: 4) + Array(repeating: "2025-11", count: 4))
        #expect(told.map(\.fund).prefix(4) == [.central, .nationalEmployment, .province, .district])
        try bank.tick(days: 1)
        try bank.tick(seconds: 60)
        #expect(try reports(bank).count == 8)
        try bank.tick(days: 30)
        #expect(try reports(bank).count == 12)
    }

    @Test func `fewer than five loans are not counted, and their money is told to the last đồng`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-01")
        for worker in 1...4 { _ = try bank.loan(worker, in: .disbursed) }
        for worker in 5...9 { _ = try bank.loan(worker, 1_000_000, .jobCreation, in: .disbursed) }
        try bank.tick(days: 31)
        let told = try reports(bank)
        #expect(told.map(\.loans) == [0, 5, 0, 0])
        #expect(told.map(\.totalVnd) == [240_000_000, 5_000_000, 0, 0])
    }

    @Test func `a month that is not over is not told`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-31")
        _ = try bank.loan(in: .disbursed)
        let month = try #require(LendingMonth("2025-10"))
        #expect(throws: OfficeError.self) { try bank.write { try $0.reportLending(of: month, in: $1) } }
        try bank.tick(days: 1)
        #expect(try reports(bank).count == 4)
        try bank.write { try $0.reportLending(of: month, in: $1) }
        #expect(try reports(bank).count == 8)
    }

    @Test func `form 02 adds up, and a correction is the next version`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-12-01")
        for worker in 1...3 { _ = try bank.loan(worker, in: .disbursed) }
        for worker in 4...9 { _ = try bank.loan(worker, 1_000_000, .jobCreation, in: .disbursed) }
        let period = try #require(ReportPeriod("2025"))
        #expect(try bank.write { try $0.submitForm02(period, in: $1) } == 1)
        #expect(try bank.write { try $0.submitForm02(period, narrative: "đã sửa", in: $1) } == 2)
        let told = try bank.sent("report.submitted.v1", as: Langson_Report_V1_Submitted.self)
        #expect(told.map(\.version) == [1, 2])
        #expect(told[0].organisation == "policy_bank_branch" && told[0].form == .reportForm02 && told[0].period == "2025")
        func figure(_ code: String) -> [String: Int64]? {
            told[0].indicators.first { $0.code == code }.map { Dictionary(uniqueKeysWithValues: $0.parts.map { ($0.code, $0.value) }) }
        }
        // Three alone would be told, and what they got would be what is left of the total: the six join them.
        #expect(figure("loans_disbursed") == ["other": 9])
        #expect(figure("disbursed") == ["other": 186_000_000])
        #expect(figure("outstanding") == ["other": 186_000_000])
        #expect(figure("repaid") == ["other": 0])
        #expect(told.map(\.narrative) == ["", "đã sửa"])
        let later = try #require(ReportPeriod("2026-H1"))
        #expect(throws: OfficeError.self) { try bank.write { _ = try $0.submitForm02(later, in: $1) } }
    }

    @Test func `a report is spoken of in the month before its deadline, and until it is handed in`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2026-05-20")
        func due(_ day: String) throws -> [String] {
            let day = try #require(CalendarDay(day))
            return try bank.store.read { try bank.rules.form02Due(on: day, $0) }.map { "\($0.period) \($0.before)" + ($0.isLate ? " late" : "") }
        }
        #expect(try due("2026-05-20").isEmpty)
        #expect(try due("2026-05-21") == ["2026-H1 2026-06-20"])
        #expect(try due("2026-06-19") == ["2026-H1 2026-06-20"])
        #expect(try due("2026-06-20") == ["2026-H1 2026-06-20 late"])
        #expect(try due("2026-12-01") == ["2026-H1 2026-06-20 late", "2026 2026-12-21"])
        let period = try #require(ReportPeriod("2026-H1"))
        #expect(try bank.write { try $0.submitForm02(period, in: $1) } == 1)
        #expect(try due("2026-12-21") == ["2026 2026-12-21 late"])
        // A new year takes nothing off the list, and a year before the store is none of it.
        #expect(try due("2027-02-01") == ["2026 2026-12-21 late"])
        #expect(try due("2028-05-30") == ["2026 2026-12-21 late", "2027-H1 2027-06-20 late", "2027 2027-12-21 late", "2028-H1 2028-06-20"])
        #expect(try due("2025-12-30").isEmpty)
    }

    @Test func `what few have paid back is not told, nor what it could be worked out from`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-12-01")
        let refs = try (1...6).map { try bank.loan($0, in: .disbursed) }
        try bank.repay(refs[0], 10_000_000)
        let period = try #require(ReportPeriod("2025"))
        _ = try bank.write { try $0.submitForm02(period, narrative: "Ghi chú", in: $1) }
        for ref in refs[1...4] { try bank.repay(ref, 1_000_000) }
        _ = try bank.write { try $0.submitForm02(period, in: $1) }
        let told = try bank.sent("report.submitted.v1", as: Langson_Report_V1_Submitted.self)
        // What is owed, less what was lent, is what one person paid.
        #expect(told[0].indicators.map(\.code) == ["loans_disbursed", "disbursed"])
        #expect(told[0].narrative == "Ghi chú\noutstanding: < 5\nrepaid: < 5")
        #expect(told[1].indicators.map(\.code) == ["loans_disbursed", "disbursed", "outstanding", "repaid"])
        #expect(told[1].indicators.last?.parts.map(\.code) == ["central"])
        #expect(told[1].indicators.last?.total == 14_000_000)
    }

    /// Funds in which up to 12 loans were lent, in the period or before, and some of which were repaid in part or in full.
    private func line(_ fund: LoanFund, _ random: inout BankRandom) -> (line: Form02.Line, counts: [Int]) {
        let loans = random.below(4) == 0 ? 0 : random.below(13)
        let inPeriod = random.below(loans + 1)
        let (owing, paying) = (random.below(loans + 1), random.below(loans + 1))
        let line = Form02.Line(
            fund: fund,
            lending: FundLending(fund: fund, loans: inPeriod, total: VND(Int64(inPeriod) * 1_000_003)),
            standing: FundStanding.Part(
                fund: fund,
                loans: loans,
                owing: owing,
                paying: paying,
                lent: VND(Int64(loans) * 1_000_003),
                repaid: VND(Int64(paying) * 1_009)
            )
        )
        return (line, [inPeriod, loans - inPeriod, owing, paying])
    }

    @Test func `no amount of form 02 is about one to four loans, nor is the rest of a total`() {
        var random = BankRandom(state: 7)
        var whole = 0
        for _ in 1...2_000 {
            let lines = LoanFund.allCases.map { line($0, &random) }
            let form = Form02(lines.map(\.line))
            #expect(form.indicators.count + form.untold.count == 4)
            let tells = Set(form.indicators.map(\.code))
            #expect(tells.contains("outstanding") == tells.contains("repaid"))
            #expect(tells.contains("disbursed") == tells.contains("loans_disbursed"))
            // Whoever knows how many loans each part is about finds none that is about one to four.
            let counted = tells.contains("repaid") ? [0, 1, 2, 3] : [0]
            whole += counted.count == 4 ? 1 : 0
            for indicator in form.indicators {
                #expect(indicator.parts.map(\.code) == form.indicators.first?.parts.map(\.code))
                #expect(indicator.total == indicator.parts.reduce(0) { $0 + $1.value })
                let named = Set(indicator.parts.map(\.code))
                for part in indicator.parts where part.code != "all" {
                    let members = lines.filter { part.code == "other" ? !named.contains($0.line.fund.rawValue) : $0.line.fund.rawValue == part.code }
                    for figure in counted {
                        let count = members.reduce(0) { $0 + $1.counts[figure] }
                        #expect(!(1...4).contains(count), "\(indicator.code) \(part.code)")
                    }
                }
            }
            if tells.contains("disbursed") {
                let lent = lines.reduce(Int64(0)) { $0 + $1.line.lending.total.dong }
                #expect(form.indicators.first { $0.code == "disbursed" }?.total == lent)
            }
        }
        #expect(whole > 200)
    }

    @Test func `periods are the plan's, each with its deadline`() {
        #expect(ReportPeriod("2026-H1")?.firstMonth == "2026-01" && ReportPeriod("2026-H1")?.lastMonth == "2026-06")
        #expect(ReportPeriod("2026-H2")?.firstMonth == "2026-07" && ReportPeriod("2026")?.lastMonth == "2026-12")
        #expect(ReportPeriod("2026-H1")?.deadline()?.covers == .halfYear && ReportPeriod("2026")?.deadline()?.covers == .year)
        for text in ["", "2026-", "2026-H3", "2026-06", "2026-H1-1", "26", "x"] { #expect(ReportPeriod(text) == nil, "\(text)") }
    }
}
