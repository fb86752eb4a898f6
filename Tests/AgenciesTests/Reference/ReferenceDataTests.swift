import Agencies
import Foundation
import Testing

/// The reference data that is in the program.
struct ReferenceDataTests {
    private let data = ReferenceData.standard

    @Test func `the plan's money adds up to its total`() throws {
        #expect(data.totalVND == 153_459_000_000)
        let total = try #require(data.fund("total"))
        #expect(total.parent == nil)
        #expect(data.parts(of: total).map(\.amountVND) == [5_459_000_000, 3_000_000_000, 100_000_000_000, 45_000_000_000])
        let jobs = try #require(data.fund("job_creation"))
        #expect(data.parts(of: jobs).map(\.amountVND) == [25_000_000_000, 20_000_000_000])
        #expect(data.parts(of: try #require(data.fund("central"))).isEmpty)
    }

    @Test func `the targets are those of the plan`() throws {
        let chongzuo = try #require(data.target("chongzuo"))
        #expect(chongzuo.minimum == 5000)
        #expect(chongzuo.place == .chongzuo)
        #expect(chongzuo.growthPercent == nil)
        #expect(data.target("other_markets")?.minimum == 400)
        #expect(data.target("growth")?.growthPercent == 10...15)
        #expect(data.target("growth")?.minimum == nil)
    }

    @Test func `a report is late on the day of its deadline and in time the day before`() throws {
        let half = try #require(data.reportDeadline(.halfYear))
        let year = try #require(data.reportDeadline(.year))
        #expect(half.before?.day == 20 && half.before?.month == 6)
        #expect(year.before?.day == 21 && year.before?.month == 12)
        #expect(half.isInTime(try day("2026-06-19"), for: 2026))
        #expect(!half.isInTime(try day("2026-06-20"), for: 2026))
        #expect(year.isInTime(try day("2026-12-20"), for: 2026))
        #expect(!year.isInTime(try day("2027-01-01"), for: 2026))
        #expect(try #require(data.reportDeadline(.asAsked)).isInTime(try day("2026-12-31"), for: 2026))
    }

    @Test func `the gates are known by the codes that messages hold`() throws {
        #expect(data.gates.count == 11)
        #expect(data.gate("HN")?.nameVI == "Hữu Nghị")
        #expect(data.gate("HN")?.kind == .international)
        #expect(data.gate("DD")?.traffic == .rail)
        #expect(data.gate("CM")?.nameZH == "爱店")
        #expect(data.gates.filter { $0.kind == .route }.map(\.partOf) == ["HN", "HN"])
        #expect(data.gate("TT")?.validity.contains(try day("2023-12-31")) == false)
        for gate in data.gates {
            #expect(gate.id.wholeMatch(of: /[A-Z][A-Z0-9\-]{1,7}/) != nil)
            #expect(gate.source == .public, "the plan names no gate")
        }
    }

    @Test func `a duty has a holder on every day, whatever the law changed`() throws {
        #expect(data.organisations(role: .labour, on: try day("2024-06-01")).map(\.id) == ["labour_department"])
        #expect(data.organisations(role: .labour, on: try day("2025-03-15")).map(\.id) == ["labour_department", "home_affairs_department"])
        #expect(data.organisations(role: .labour, on: try day("2026-01-01")).map(\.id) == ["home_affairs_department"])
        #expect(data.organisations(role: .commune, on: try day("2025-06-30")).map(\.id) == ["communes_until_2025"])
        #expect(data.organisations(role: .commune, on: try day("2025-07-01")).map(\.id) == ["communes"])
        for role in Organisation.Role.allCases { #expect(!data.organisations(role: role, on: try day("2026-10-25")).isEmpty, "\(role)") }
    }

    @Test func `there are 61 communes and 4 wards since the districts ended, each made of what was there`() throws {
        #expect(data.communes.count { $0.kind == .commune } == 61)
        #expect(data.communes.count { $0.kind == .ward } == 4)
        let (last, first) = (try day("2025-06-30"), try day("2025-07-01"))
        #expect(data.communes.count { $0.validity.contains(first) && !$0.validity.contains(last) } == 65)
        #expect(data.districts.count { $0.kind == .city } == 1)
        #expect(data.districts.count { $0.validity.contains(last) && !$0.validity.contains(first) } == 11)
        #expect(Set(data.communes.flatMap(\.districts)) == Set(data.districts.map(\.id)), "no district is left out")
        #expect(data.communes.first { $0.id == "06184" }?.fullNameVI == "Xã Đồng Đăng")
        #expect(data.communes.first { $0.id == "06187" }?.fullNameVI == "Phường Kỳ Lừa")
        // The 194 communes, wards and townships of before; two of them were divided, and are told twice.
        let parts = data.communes.flatMap { ($0.mergedFrom ?? "").split(separator: "; ") }
        #expect(parts.count == 196)
        #expect(parts.count { $0.hasSuffix("(một phần)") } == 4)
    }

    @Test func `a folder holds what the program holds`() throws {
        let read = try ReferenceData(folder: PlanText.folder)
        #expect(read.targets == data.targets)
        #expect(read.funds == data.funds)
        #expect(read.reportDeadlines == data.reportDeadlines)
        #expect(read.organisations == data.organisations)
        #expect(read.gates == data.gates)
        #expect(read.communes == data.communes)
        #expect(read.districts == data.districts)
    }

    private func day(_ text: String) throws -> CalendarDay {
        let date = try #require(PartialDate(text))
        return date.firstDay
    }
}
