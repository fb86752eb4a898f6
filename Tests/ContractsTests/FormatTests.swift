import Contracts
import Testing

struct FormatTests {
    private static let examples: [(String, [String], [String])] = [
        (
            "ULID", ["01JAVD5E5Z3X8V9R2M4N6P7Q8S", "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"],
            [
                "81JAVD5E5Z3X8V9R2M4N6P7Q8S", "01JAVD5E5Z3X8V9R2M4N6P7Q8", "01javd5e5z3x8v9r2m4n6p7q8s", "01JAVD5E5Z3X8V9R2M4N6P7QIS",
                "01JAVD5E5Z3X8V9R2M4N6P7QUSX",
            ]
        ),
        (
            "UUID", ["01932c07-209f-7a3b-8c4d-5e6f70819203"],
            [
                "01932C07-209f-7a3b-8c4d-5e6f70819203", "01932c07209f7a3b8c4d5e6f70819203", "01932c07-209f-7a3b-8c4d-5e6f7081920g",
                "01932c07-209f-7a3b-8c4d-5e6f708192031",
            ]
        ),
        ("COMMUNE", ["06040", "00000"], ["6040", "060400", "0604a", "０６０４０"]),
        ("GATE", ["HN", "DD-2", "ABCDEFGH"], ["H", "hn", "2D", "-H", "ABCDEFGHI", "H N"]),
        (
            "DATE", ["2026-10-25", "2024-02-29", "2000-02-29", "1900-01-01", "2199-12-31"],
            [
                "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-10-00", "1899-12-31", "2200-01-01", "25-10-2026",
                "2026-1-05", "2026/10/25",
            ]
        ),
        ("CURRENCY", ["VND", "CNY"], ["vnd", "VN", "VNDD", "VN1"]),
        ("COUNTRY", ["VN", "CN"], ["vn", "V", "VNM"]),
        (
            "TOKEN", [String(repeating: "0af9", count: 16)],
            [String(repeating: "0AF9", count: 16), String(repeating: "0af9", count: 16) + "0", String(repeating: "0ag9", count: 16), "0af9"]
        ),
        (
            "REFERENCE", ["a", "7", "LS/2026_a.b-c", String(repeating: "a", count: 64)],
            ["-a", ".a", "a b", "a+b", "ạ", String(repeating: "a", count: 65)]
        ),
        ("MARKER", ["1", "1116", "1116/2", "12345/123"], ["/2", "1116/", "123456", "1116/1234", "1116/2/3", "11a", "1116 /2"]),
        (
            "PERIOD", ["2026", "2026-01", "2026-12", "2026-H1", "2026-H2", "2026-Q1", "2026-Q4"],
            ["1899", "2200", "26", "2026-13", "2026-00", "2026-H3", "2026-H0", "2026-Q5", "2026-Q0", "2026-h1", "2026-1", "2026H1", "2026-011"]
        ),
        ("PRINCIPAL", ["hn-post", "ab", "a1"], ["a", "1a", "-a", "A1", "a_b", String(repeating: "a", count: 49)]),
    ]

    @Test(arguments: examples.indices)
    func `a format takes what it names and nothing else`(index: Int) throws {
        let (format, right, wrong) = Self.examples[index]
        let type = try TestProto(fields: [TestProto.field("value", 2, "STRING", "format: FORMAT_\(format)")]).thing()
        for text in right { #expect(type.verdict(.thing().text(2, text)) == "ok", "\(format): \(text)") }
        for text in wrong { #expect(type.verdict(.thing().text(2, text)) == "value format", "\(format): \(text)") }
        #expect(type.verdict(.thing().bytes(2, [0xff])) == "value utf8")
    }

    @Test func `every format of the proto is tried here`() {
        #expect(Self.examples.count == Cuakhau_Contracts_V1_Format.allCases.count - 1)
    }

    @Test func `an element of a list is named by its number`() throws {
        let type = try TestProto(fields: [TestProto.field("value", 2, "STRING", "format: FORMAT_GATE items_max: 4", repeated: true)]).thing()
        #expect(type.verdict(.thing().text(2, "HN").text(2, "DD").text(2, "x")) == "value[2] format")
        #expect(type.verdict(.thing().text(2, "HN").text(2, "")) == "value[1] format")
    }
}
