import GRDB
import Testing

@testable import Agencies

@Suite struct BankListTests {
    private let offices = ["06001": "commune-a", "06004": "commune-b", "99999": "commune-c"]
    private let header = "worker_ref,commune,programme,category,amount\n"

    private func row(
        _ worker: Int,
        commune: String = "06001",
        programme: String = "contract_workers",
        category: String = "poor",
        amount: String = "5000000"
    )
        -> String
    {
        "\(OfficeTrial<PolicyBank>.ref(worker)),\(commune),\(programme),\(category),\(amount)\n"
    }

    /// - Parameter day: The list's.
    private func take(_ text: String, on day: String = "2025-10-25", _ bank: OfficeTrial<PolicyBank>) throws -> [PolicyBank.Listing: Int] {
        let day = try #require(CalendarDay(day))
        let communes = Set(try bank.store.read { try ReferenceLists($0).communes(on: day) }.map(\.id))
        let rows = try ImportTable(bytes: Array(text.utf8), columns: LoanNeed.columns).map { (row) throws(ImportFault) in
            (line: row.line, need: try LoanNeed(row, communes: communes, offices: offices))
        }
        return try bank.write { try $0.list(rows, in: $1) }
    }

    private func faults(_ text: String, on day: String = "2025-10-25", _ bank: OfficeTrial<PolicyBank>) throws -> [String] {
        do {
            _ = try take(text, on: day, bank)
            return []
        } catch let failure as ImportFailure {
            return failure.faults.map { $0.text(.en) }
        }
    }

    @Test func `a list on paper opens the files that messages would have opened`() throws {
        let bank = try OfficeTrial(PolicyBank())
        try bank.need(2, 5_000_000, category: "poor")
        #expect(try take(header + row(1) + row(2) + row(3, commune: "06004"), bank) == [.opened: 2, .unchanged: 1])
        #expect(try take(header + row(1, amount: "6.000.000") + row(3, commune: "06004"), bank) == [.updated: 1, .unchanged: 1])
        #expect(try bank.loan(1).requested == VND(6_000_000))
        #expect(try bank.loan(3).listedBy == "commune-b")
    }

    @Test func `every fault is told with its line and column, and nothing is changed`() throws {
        let bank = try OfficeTrial(PolicyBank())
        let text =
            header + row(1) + row(2, amount: "-5") + row(3, commune: "99999") + row(4, programme: "other") + row(5, category: "a b")
            + row(6, amount: "200000000000") + "nobody,06001,job_creation,poor,5\n"
        #expect(
            try faults(text, bank).map { $0.split(separator: ":")[0] } == [
                "line 3, column amount", "line 4, column commune", "line 5, column programme", "line 6, column category", "line 7, column amount",
                "line 8, column worker_ref",
            ]
        )
        #expect(try faults(text, bank).allSatisfy { !$0.contains("nobody") && !$0.contains("99999") })
        #expect(try bank.store.read { try Loan.all($0) }.isEmpty)
    }

    @Test func `rows that are there twice or against what is on file undo the whole list`() throws {
        let bank = try OfficeTrial(PolicyBank())
        let ref = try bank.loan(2, in: .complete)
        let found = try faults(header + row(1) + row(1, amount: "7") + row(2, amount: "9") + row(3), bank)
        #expect(found.count == 2)
        #expect(found.first == "line 3: line 2 has this worker already, for the same programme")
        #expect(found.last?.hasPrefix("line 4: ") == true && found.last?.contains("9") == false)
        #expect(try bank.store.read { try Loan.all($0) }.map(\.loanRef) == [ref])
    }

    @Test func `communes are those of the reference list on the list's day, and one without a principal is told apart from one that is none`() throws
    {
        let bank = try OfficeTrial(PolicyBank(), day: "2026-05-20")
        let header = "commune,name_vi,kind,merged_from,districts,valid_from,valid_to,source\n"
        let update = try ReferenceUpdate.message(
            list: "communes",
            version: 1,
            csv: Array((header + "99999,Mới,commune,,,2026-05-01,,public\n").utf8),
            validFrom: try #require(CalendarDay("2026-05-01"))
        )
        try bank.receive("reference.updated.v1", update, from: "labour")
        let rows = self.header + row(1, commune: "99999") + row(2, commune: "06001") + row(3, commune: "06019")
        let before = try faults(rows, on: "2026-04-30", bank)
        #expect(before.count == 2)
        #expect(before.first?.hasPrefix("line 2, column commune: the reference list") == true)
        #expect(before.last?.hasPrefix("line 4, column commune: office.yaml does not name") == true)
        let after = try faults(rows, on: "2026-05-01", bank)
        #expect(after.map { $0.prefix(43) } == ["line 3, column commune: the reference list ", "line 4, column commune: the reference list "])
        #expect(try take(self.header + row(1, commune: "99999"), on: "2026-05-01", bank) == [.opened: 1])
        // Before the communes of today there is no list: there the office's principal is all that is asked for.
        #expect(try take(self.header + row(2, commune: "06001"), on: "2025-06-30", bank) == [.opened: 1])
    }
}
