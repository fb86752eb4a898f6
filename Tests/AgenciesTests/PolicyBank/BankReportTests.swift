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
        let loans = try #require(told[0].indicators.first { $0.code == "loans_disbursed" })
        // Three alone would be told: the six join them.
        #expect(loans.total == 9 && loans.parts.first { $0.code == "other" }?.value == 9)
        #expect(told[0].indicators.first { $0.code == "disbursed" }?.total == 186_000_000)
        let later = try #require(ReportPeriod("2026-H1"))
        #expect(throws: OfficeError.self) { try bank.write { _ = try $0.submitForm02(later, in: $1) } }
    }

    @Test func `a report is spoken of in the month before its deadline, and until it is handed in`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2026-05-20")
        func due(_ day: String) throws -> [String] {
            let day = try #require(CalendarDay(day))
            return try bank.store.read { try ReportDue.all(on: day, $0) }.map { "\($0.period) \($0.before)" + ($0.isLate ? " late" : "") }
        }
        #expect(try due("2026-05-20").isEmpty)
        #expect(try due("2026-05-21") == ["2026-H1 2026-06-20"])
        #expect(try due("2026-06-19") == ["2026-H1 2026-06-20"])
        #expect(try due("2026-06-20") == ["2026-H1 2026-06-20 late"])
        #expect(try due("2026-12-01") == ["2026-H1 2026-06-20 late", "2026 2026-12-21"])
        let period = try #require(ReportPeriod("2026-H1"))
        #expect(try bank.write { try $0.submitForm02(period, in: $1) } == 1)
        #expect(try due("2026-12-21") == ["2026 2026-12-21 late"])
    }

    @Test func `no part of a figure is below five, and totals stay true`() {
        for values in [[], [0], [3], [1, 2], [4, 4], [5], [7, 2], [9, 6, 1], [9, 0, 2, 4], [0, 0, 3]] as [[Int64]] {
            let suppressed = SuppressedParts(values.enumerated().map { ("f\($0.offset)", $0.element) })
            #expect(suppressed.parts.allSatisfy { $0.value == 0 || $0.value >= 5 }, "\(values)")
            let sum = values.reduce(0, +)
            #expect(suppressed.total == (sum < 5 ? 0 : sum), "\(values)")
            #expect(!suppressed.parts.isEmpty)
            #expect(Set(suppressed.parts.map(\.code)).count == suppressed.parts.count)
        }
    }

    @Test func `periods are the plan's, each with its deadline`() {
        #expect(ReportPeriod("2026-H1")?.firstMonth == "2026-01" && ReportPeriod("2026-H1")?.lastMonth == "2026-06")
        #expect(ReportPeriod("2026-H2")?.firstMonth == "2026-07" && ReportPeriod("2026")?.lastMonth == "2026-12")
        #expect(ReportPeriod("2026-H1")?.deadline()?.covers == .halfYear && ReportPeriod("2026")?.deadline()?.covers == .year)
        for text in ["", "2026-", "2026-H3", "2026-06", "2026-H1-1", "26", "x"] { #expect(ReportPeriod(text) == nil, "\(text)") }
    }
}
