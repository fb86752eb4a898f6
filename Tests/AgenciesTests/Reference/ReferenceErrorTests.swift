import Foundation
import Testing

@testable import Agencies

/// Each mistake that a table can hold, made alone, is the one that is told.
struct ReferenceErrorTests {
    /// One change in one file, and where the error must point.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let file: String
        let old: String
        let new: String
        let line: Int?
        let column: String?
        let message: String

        init(_ file: String, _ old: String, _ new: String, line: Int? = nil, column: String? = nil, _ message: String) {
            (self.file, self.old, self.new, self.line, self.column, self.message) = (file, old, new, line, column, message)
        }

        var testDescription: String { "\(file): \(message)" }
    }

    static let cells = [
        Mistake("targets.csv", ",5000,", ",0,", line: 2, column: "minimum", "a whole number from 1"),
        Mistake("targets.csv", ",5000,", ",+5000,", line: 2, column: "minimum", "digits only"),
        Mistake("targets.csv", ",5000,", ",5.000,", line: 2, column: "minimum", "digits only"),
        Mistake("targets.csv", ",5000,", ",,", line: 2, column: "minimum", "a minimum or a growth"),
        Mistake("targets.csv", ",10,15,", ",15,10,", line: 4, column: "growth_max_percent", "the lower one first"),
        Mistake("targets.csv", ",10,15,", ",10,,", line: 4, column: "growth_max_percent", "or neither"),
        Mistake("targets.csv", ",elsewhere,", ",mars,", line: 3, column: "place", "one of chongzuo, elsewhere, all"),
        Mistake("targets.csv", ",elsewhere,", ",,", line: 3, column: "place", "cannot be empty"),
        Mistake("targets.csv", "\nother_markets,", "\nOther Markets,", line: 3, column: "target", "a-z 0-9 _"),
        Mistake("targets.csv", ",77-78", ",78-77", line: 2, column: "source_lines", "like 77-78"),
        Mistake("targets.csv", ",77-78", ",", line: 2, column: "source_lines", "what the source does not say"),
        Mistake("funds.csv", ",5459000000,", ",\"5,459\",", line: 3, column: "amount_vnd", "digits only"),
        Mistake("funds.csv", ",5459000000,", ",99999999999999999999,", line: 3, column: "amount_vnd", "a whole number"),
        Mistake("funds.csv", ",5459000000,", ",100000000000001,", line: 3, column: "amount_vnd", "from 1 to 100000000000000"),
        Mistake("report_deadlines.csv", ",20,6,", ",31,6,", line: 2, column: "before_day", "every year"),
        Mistake("report_deadlines.csv", ",20,6,", ",29,2,", line: 2, column: "before_day", "every year"),
        Mistake("report_deadlines.csv", ",20,6,", ",20,,", line: 2, column: "before_day", "or neither"),
        Mistake("report_deadlines.csv", ",20,6,", ",,,", line: 2, column: "covers", "half_year and year have one"),
        Mistake("organisations.csv", ",police,", ",army,", line: 14, column: "role", "one of border, bank"),
        Mistake(
            "organisations.csv",
            ",2025-06-30,communes,plan,499-534",
            ",2025-06-31,communes,plan,499-534",
            line: 22,
            column: "valid_to",
            "a date"
        ),
        Mistake("organisations.csv", ",2025-06-30,communes,plan,499-534", ",2020,communes,plan,499-534", line: 22, column: "valid_to", "not before"),
        Mistake("organisations.csv", ",public,\n", ",public,9\n", line: 5, column: "source_lines", "a row of the plan cites"),
        Mistake("organisations.csv", ",plan,100-101", ",plan,", line: 3, column: "source_lines", "a row of the plan cites"),
        Mistake("communes.csv", "\n05977,", "\n5977,", line: 2, column: "commune", "a code of 5 digits"),
        Mistake("communes.csv", ",178 183,", ",178 999,", line: 2, column: "districts", "names of rows of the other table"),
        Mistake("districts.csv", "\n178,", "\nLS1,", line: 2, column: "district", "a code of 3 digits"),
        Mistake("gates.csv", "\nHN,", "\nhn,", line: 2, column: "gate", "2 to 8 of A-Z"),
        Mistake("gates.csv", ",HN,2024,", ",,2024,", line: 5, column: "part_of", "a route names the gate"),
        Mistake("gates.csv", "Hữu Nghị,友", "Hu\u{31B}\u{303}u Nghị,友", line: 2, column: "name_vi", "form C"),
        Mistake("gates.csv", "Chi Ma,", "Chi Ma ,", line: 4, column: "name_vi", "no spaces"),
        Mistake("gates.csv", "Chi Ma,", String(repeating: "a", count: 401) + ",", line: 4, column: "name_vi", "at most 400"),
    ]

    static let tables = [
        Mistake("funds.csv", "fund,", "funds,", line: 1, column: "funds", "unknown column"),
        Mistake("funds.csv", "fund,name_vi,", "fund,fund,", line: 1, column: "fund", "twice"),
        Mistake("funds.csv", ",parent,source_lines\n", ",parent\n", line: 1, column: "source_lines", "missing"),
        Mistake("gates.csv", ",public\nDD", "\nDD", line: 2, "here are 9"),
        Mistake("gates.csv", "\nDD", "\n\nDD", line: 3, "here are 1"),
        Mistake("gates.csv", ",Chi Ma,", ",\"Chi\" Ma,", line: 4, "after a cell in quotes"),
        Mistake("gates.csv", ",Chi Ma,", ",\"Chi Ma,", line: 4, "a row has 10 cells"),
        Mistake("gates.csv", "\nDD,", "\nHN,", line: 3, column: "gate", "in line 2 already"),
    ]

    static let relations = [
        Mistake("funds.csv", ",25000000000,", ",25000000001,", line: 6, column: "amount_vnd", "add up to 45000000001, not to 45000000000"),
        Mistake("funds.csv", ",5459000000,", ",5458000000,", line: 2, column: "amount_vnd", "add up to 153458000000"),
        Mistake("funds.csv", ",5459000000,total,", ",5459000000,,", line: 3, column: "parent", "exactly one fund"),
        Mistake("funds.csv", ",153459000000,,", ",153459000000,central,", column: "parent", "exactly one fund"),
        Mistake("funds.csv", ",45000000000,total,", ",45000000000,national_employment,", line: 6, column: "parent", "a part of itself"),
        Mistake("funds.csv", ",100000000000,total,", ",100000000000,nobody,", line: 5, column: "parent", "another row"),
        Mistake("organisations.csv", ",home_affairs_department,plan", ",nobody,plan", line: 4, column: "successor", "another row"),
        Mistake("organisations.csv", ",home_affairs_department,plan", ",labour_department,plan", line: 4, column: "successor", "another row"),
        Mistake("gates.csv", ",HN,2024,", ",XX,2024,", line: 5, column: "part_of", "another row"),
    ]

    @Test(arguments: cells + tables + relations)
    func `a mistake is told with its file, line and column`(mistake: Mistake) throws {
        var files = try Self.files()
        let text = String(decoding: try #require(files[mistake.file]), as: UTF8.self)
        // By scalars: the text in quotes may be half of a character of the file.
        let range = try #require(text.range(of: mistake.old, options: .literal), "the table has changed: \(mistake.old)")
        files[mistake.file] = Array(text.replacingCharacters(in: range, with: mistake.new).utf8)
        let error = try #require(throws: ReferenceError.self) { try ReferenceData(files: files) }
        #expect(error.file == mistake.file)
        #expect(error.line == mistake.line)
        #expect(error.column == mistake.column)
        #expect(error.wording.en.contains(mistake.message), "\(error)")
    }

    /// A table of funds: their rows without the names and the source.
    private func error(funds rows: [(fund: String, amount: Int64, parent: String)]) throws -> ReferenceError? {
        var files = try Self.files()
        let lines = rows.map { "\($0.fund),A,A,\($0.amount),\($0.parent),1\n" }
        files["funds.csv"] = Array((Fund.columns.joined(separator: ",") + "\n" + lines.joined()).utf8)
        do throws(ReferenceError) {
            _ = try ReferenceData(files: files)
            return nil
        } catch {
            return error
        }
    }

    @Test func `the greatest amounts in the longest table add up without overflow`() throws {
        let parts = (1..<ReferenceTable.rowsMax).map { (fund: "part_\($0)", amount: Fund.amountMax, parent: "total") }
        let error = try #require(try error(funds: [("total", Fund.amountMax, "")] + parts))
        #expect(error.line == 2)
        #expect(error.column == "amount_vnd")
        #expect(error.wording.en.contains("add up to 999900000000000000, not to 100000000000000"))
        #expect(error.wording.en.utf8.count < 400, "a message names a few of many parts")
    }

    @Test(.timeLimit(.minutes(1))) func `the deepest table of funds is walked once`() throws {
        let chain = (1..<ReferenceTable.rowsMax).map { (fund: "f\($0)", amount: Int64(7), parent: "f\($0 - 1)") }
        #expect(try error(funds: [("f0", 7, "")] + chain) == nil)
        // The last becomes a part of itself by way of the one before; the total stands alone.
        var circle = chain
        circle[0].parent = circle[circle.count - 1].fund
        let error = try #require(try error(funds: [("f0", 7, "")] + circle))
        #expect(error.line == 3)
        #expect(error.wording.en == "it is a part of itself")
    }

    @Test func `a file that is no table is refused as a whole`() throws {
        func error(_ bytes: [UInt8]) throws -> ReferenceError {
            var files = try Self.files()
            files["gates.csv"] = bytes
            return try #require(throws: ReferenceError.self) { try ReferenceData(files: files) }
        }
        let header = Array((Gate.columns.joined(separator: ",") + "\n").utf8)
        #expect(try error([]).wording.en == "the header is missing")
        #expect(try error(header).wording.en == "it has no rows")
        #expect(try error(header + [0xFF]).wording.en == "it is not UTF-8")
        #expect(try error(Array(repeating: 0x61, count: ReferenceTable.byteCountMax + 1)).wording.en.contains("bytes"))
        let many = (0...ReferenceTable.rowsMax).map { "G\($0),A,,auxiliary,,,,,,public\n" }.joined()
        #expect(try error(header + Array(many.utf8)).wording.en == "a table has at most 10000 rows")
    }

    @Test func `the end of the last line may be missing, and lines may end as Windows ends them`() throws {
        var files = try Self.files()
        files["organisations.csv"] = try #require(files["organisations.csv"]).dropLast()
        let gates = String(decoding: try #require(files["gates.csv"]), as: UTF8.self)
        files["gates.csv"] = Array(("\u{FEFF}" + gates.replacing("\n", with: "\r\n")).utf8)
        let data = try ReferenceData(files: files)
        #expect(data.organisations == ReferenceData.standard.organisations)
        #expect(data.gates == ReferenceData.standard.gates)
    }

    @Test func `a missing file is named`() throws {
        var files = try Self.files()
        files["funds.csv"] = nil
        let error = try #require(throws: ReferenceError.self) { try ReferenceData(files: files) }
        #expect(error.description == "funds.csv: the file is missing")
        let unreadable = try #require(throws: ReferenceError.self) { try ReferenceData(folder: "/nonexistent") }
        #expect(unreadable.file == "targets.csv")
        #expect(unreadable.wording.en.contains("/nonexistent"))
    }

    @Test func `an error says where it is in the way editors do`() {
        let error = ReferenceError(file: "funds.csv", line: 3, column: "amount_vnd", vi: "chỉ gồm chữ số", en: "digits only")
        #expect(error.description == "funds.csv:3, amount_vnd: digits only")
    }

    private static func files() throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in ReferenceData.fileNames {
            files[name] = [UInt8](try Data(contentsOf: URL(filePath: PlanText.folder).appending(path: name)))
        }
        return files
    }
}
