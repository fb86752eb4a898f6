import Foundation
import Testing

@testable import Agencies

private let top = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
private let seeds = top.appendingPathComponent("seeds")

/// The plan's lines, from 1.
private func planLines() throws -> [String] {
    let text = try String(contentsOf: seeds.appendingPathComponent("000_7ec34ba18835d1dd.txt"), encoding: .utf8)
    return [""] + text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: ["\r"]) }
}

/// The text of cited lines, in one.
private func cited(_ source: SourceLines) throws -> String {
    let lines = try planLines()
    #expect(source.lines.upperBound < lines.count, "\(source) is beyond the plan's end")
    return lines[source.lines].joined(separator: " ")
}

@Suite struct ReferenceDataTests {
    @Test func `the funds add up to the plan's total (lines 274-295)`() throws {
        let data = try ReferenceData.standard()
        let byID = Dictionary(uniqueKeysWithValues: data.funds.map { ($0.id, $0.amount) })
        // Line 275: about 153,459 tỷ; the comma is a decimal mark, one tỷ is a thousand million đồng.
        #expect(byID["total"] == 153_459_000_000)
        // 5,459 (line 281) + 3 (line 288) + 100 (line 291) + 45 (line 292).
        let parts = data.funds.filter { $0.parent == "total" }.map(\.amount)
        #expect(parts.sorted() == [3_000_000_000, 5_459_000_000, 45_000_000_000, 100_000_000_000])
        #expect(parts.reduce(0, +) == 153_459_000_000)
        // 45 = 25 (line 293) + 20 (line 295).
        let job = data.funds.filter { $0.parent == "job_creation" }.map(\.amount)
        #expect(job.sorted() == [20_000_000_000, 25_000_000_000])
        #expect(job.reduce(0, +) == byID["job_creation"])
    }

    @Test func `each amount stands in the lines that its row cites`() throws {
        for fund in try ReferenceData.standard().funds {
            // As the plan writes it: in tỷ, with a comma, without closing zeros; a single digit with a leading zero.
            let (whole, fraction) = (fund.amount / 1_000_000_000, fund.amount % 1_000_000_000 / 1_000_000)
            let written = fraction == 0 ? "\(whole < 10 ? "0" : "")\(whole)" : "\(whole),\(fraction)"
            #expect(try cited(fund.source).contains("\(written) ty"), "\(fund.id) at \(fund.source)")
        }
    }

    @Test func `the targets are those of lines 77-83`() throws {
        let targets = Dictionary(uniqueKeysWithValues: try ReferenceData.standard().targets.map { ($0.id, $0) })
        let chongzuo = try #require(targets["chongzuo"])
        #expect(chongzuo.minimum == 5_000)
        #expect(try cited(chongzuo.source).contains("5.000"))
        let elsewhere = try #require(targets["elsewhere"])
        #expect(elsewhere.minimum == 400)
        #expect(try cited(elsewhere.source).contains("400"))
        let growth = try #require(targets["growth"])
        #expect(growth.growth == 10...15)
        #expect(try cited(growth.source).contains("10%"))
        #expect(try cited(growth.source).contains("15%"))
    }

    @Test func `reports are due before 20 June and 21 December (lines 542-546)`() throws {
        let deadlines = try ReferenceData.standard().deadlines
        #expect(deadlines.map { "\($0.day)/\($0.month)" } == ["20/6", "21/12"])
        for deadline in deadlines { #expect(try cited(deadline.source).contains("\(deadline.day)/\(deadline.month)")) }
    }

    @Test func `every source lies in the plan, and every organisation's lines are of its section`() throws {
        for organisation in try ReferenceData.standard().organisations {
            guard let source = organisation.source else { continue }
            let text = try cited(source)
            #expect(text.count > 60, "\(organisation.id) at \(source)")
        }
    }

    @Test func `dates follow one another, and codes are the gates' own`() throws {
        let data = try ReferenceData.standard()
        #expect(Set(data.gates.map(\.code)).count == data.gates.count)
        #expect(data.gates.contains { $0.code == "HN" && $0.oppositeChinese == "友谊关" })
        for organisation in data.organisations {
            if let last = organisation.validTo { #expect(organisation.validFrom <= last, "\(organisation.id)") }
        }
    }

    @Test func `the program carries what the folder holds`() throws {
        #expect(try ReferenceData.standard() == ReferenceData(folder: seeds.path))
    }
}

@Suite struct ReferenceErrorTests {
    private static let files = [
        "targets.csv": """
        target,name_vi,name_en,period,minimum,unit,growth_min_percent,growth_max_percent,source_lines
        a,A,A,year,5,workers,,,1-2
        """,
        "funds.csv": """
        fund,parent,name_vi,name_en,amount_vnd,source_lines
        total,,T,T,10,1
        one,total,O,O,10,1
        """,
        "report_deadlines.csv": """
        report,name_vi,name_en,before_month,before_day,covers_months,source_lines
        half,H,H,6,20,6,1
        """,
        "organisations.csv": """
        organisation,role,name_vi,name_en,duty_en,valid_from,valid_to,source
        o,labour,O,O,D,2023-05-06,,S 1-2
        """,
        "gates.csv": """
        gate,name_vi,kind,opposite_vi,opposite_zh,valid_from,valid_to,source
        HN,H,international,,,,,public
        """,
    ]

    private func read(changing file: String, _ old: String, _ new: String) throws(ReferenceError) -> ReferenceData {
        try ReferenceData { (name) throws(ReferenceError) in
            let text = Self.files[name] ?? ""
            return Array((name == file ? text.replacingOccurrences(of: old, with: new) : text).utf8)
        }
    }

    @Test func `right tables are read`() throws {
        #expect(try read(changing: "", "", "").funds.count == 2)
    }

    @Test(arguments: [
        ("funds.csv", "one,total,O,O,10", "one,total,O,O,9", "amount_vnd"),
        ("funds.csv", "one,total", "one,nowhere", "parent"),
        ("funds.csv", "one,total,O,O,10", "one,total,O,O,ten", "amount_vnd"),
        ("funds.csv", "one,total,O,O,10", "total,total,O,O,10", "fund"),
        ("funds.csv", "amount_vnd", "amount", ""),
        ("targets.csv", "5,workers", ",workers", "minimum"),
        ("targets.csv", "1-2", "2-1", "source_lines"),
        ("targets.csv", "a,A,A", "a,,A", "name_vi"),
        ("report_deadlines.csv", "6,20,6", "13,20,6", "before_month"),
        ("organisations.csv", "2023-05-06", "6 May 2023", "valid_from"),
        ("organisations.csv", "S 1-2", "hearsay", "source"),
        ("gates.csv", "HN,H", "hn,H", "gate"),
    ])
    func `a wrong cell is named by file and column`(file: String, old: String, new: String, column: String) throws {
        let error = #expect(throws: ReferenceError.self) { try read(changing: file, old, new) }
        #expect(error?.file == file)
        #expect(error?.column == column)
    }

    @Test func `a missing folder is an error`() {
        #expect(throws: ReferenceError.self) { try ReferenceData(folder: "/nowhere") }
    }
}
