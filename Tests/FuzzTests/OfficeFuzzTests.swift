import Testing

@testable import Agencies

/// What offices are given: documents by a scanner, and files by a clerk.
extension ParserFuzzTests {
    private static let zones = [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
        "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ]

    @Test func `machine-readable zones`() {
        let count = Fuzzer("zones", Self.zones.map { Array($0.utf8) }).run { input in
            _ = try? MachineReadableZone(input.filter { $0 != UInt8(ascii: "\n") })
            var lines = ZoneLines()
            for line in input.split(separator: UInt8(ascii: "\n")) {
                line.withUnsafeBytes { lines.take($0, isWhole: true) { _ in } }
            }
            _ = lines.breakOff()
        }
        #expect(count > 100)
    }

    private static let files = [
        "name,amount,day\nÁnh,1.250.000,2025-10-25\n", "\u{feff}day;amount;name\r\n25/10/2025;\"1250000\";\"a, b\"\r\n;;\r\n",
        "name,amount,day\n\"a\"\"b\",5,1/1/2026",
    ]

    @Test func `files of rows`() {
        let count = Fuzzer("rows", Self.files.map { Array($0.utf8) }).run { input in
            guard let table = try? ImportTable(bytes: input, columns: ["name", "amount", "day"], optional: ["note"]) else { return }
            for row in table.rows {
                _ = try? row.text("name", lengthMax: 40)
                _ = try? row.amount("amount")
                _ = try? row.day("day")
                _ = try? row.integer("amount", 0...100)
            }
        }
        #expect(count > 100)
    }
}
