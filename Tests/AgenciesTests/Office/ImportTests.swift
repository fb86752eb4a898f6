import Foundation
import Testing

@testable import Agencies

@Suite struct ImportTests {
    private struct Loan: Equatable {
        let ref: String
        let amount: VND
        let day: CalendarDay
    }

    private func read(_ bytes: [UInt8]) throws(ImportFailure) -> [Loan] {
        try ImportTable(bytes: bytes, columns: ["ref", "amount", "day"], optional: ["note"]).map { (row) throws(ImportFault) in
            Loan(ref: try row.text("ref", lengthMax: 8), amount: try row.amount("amount"), day: try row.day("day"))
        }
    }

    private func faults(_ text: String) -> [String] {
        do {
            _ = try read(Array(text.utf8))
            return []
        } catch {
            return error.faults.map { $0.text(.en) }
        }
    }

    @Test func `a file is read as spreadsheets write it`() throws {
        let expected = [Loan(ref: "Ánh", amount: VND(1_250_000), day: try #require(CalendarDay("2025-10-05")))]
        for text in [
            "ref,amount,day\nÁnh,1250000,2025-10-05\n", "\u{feff}day;ref;amount\r\n5/10/2025;Ánh;1.250.000\r\n;;\r\n",
            "ref,amount,day,note\n\"Ánh\",\"1.250.000 ₫\",05/10/2025,", "ref,amount,day\nA\u{301}nh,1250000,2025-10-05",
        ] {
            #expect(try read(Array(text.utf8)) == expected)
        }
    }

    @Test func `every fault of every line is told, with its place`() {
        #expect(
            faults("ref,amount,day\nA,-5,2025-10-05\nB,100,2025-02-30\n,1,2025-01-01\nD,7,2025-01-01\n").map { $0.split(separator: ":")[0] } == [
                "line 2, column amount", "line 3, column day", "line 4, column ref",
            ]
        )
    }

    @Test(arguments: [
        ("", "line 1: the header is missing"), ("ref,amount\nA,1", "line 1, column day: the column is missing"),
        ("ref,amount,day,phone\nA,1,2025-01-01,2", "line 1, column 4: unknown column"),
        ("ref,ref,day\n", "line 1, column 2: the column is there twice"),
        ("ref,amount,day", "the file has no rows"), ("ref,amount,day\nA,1", "line 2: a row has 3 cells"),
    ]) func `a file of another form is refused as a whole`(text: String, expected: String) {
        #expect(faults(text).first?.hasPrefix(expected) == true, "\(faults(text))")
    }

    @Test func `another encoding, a zero byte and endless lines are refused`() {
        func first(_ bytes: [UInt8]) -> String {
            do {
                _ = try read(bytes)
                return ""
            } catch {
                return error.faults[0].text(.en)
            }
        }
        #expect(first(Array("ref,amount,day\nX".utf8) + [0xC1]).hasPrefix("line 2: the file is not UTF-8"))
        #expect(first([0xFF, 0xFE, 0x72, 0]).hasPrefix("the file is not UTF-8"))
        #expect(first(Array("ref,amount,day\nA\0,1,2025-01-01".utf8)).hasPrefix("line 2: the file is not UTF-8"))
        #expect(first([UInt8](repeating: 65, count: 70_000)).hasPrefix("line 1: a line has at most 65536 bytes"))
        #expect(first([UInt8](repeating: 65, count: ImportTable.byteCountMax + 1)).hasPrefix("a file has at most 16 MB"))
    }

    @Test func `no fault holds what the file holds`() {
        let text = "ref,amount,day\nC1234567890,C1234567890,C1234567890\n"
        #expect(faults(text).allSatisfy { !$0.contains("1234567") })
    }
}
