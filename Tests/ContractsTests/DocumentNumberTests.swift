import Contracts
import Testing

struct DocumentNumberTests {
    private func type() throws -> MessageType {
        try TestProto(fields: [TestProto.field("note", 2, "STRING", "length_max: 400 no_document_number: true")]).thing()
    }

    @Test(arguments: [
        "020099001234", "số 020099001234.", "912345678", "2026-10-25 020099001", "020099001 25.10.2026", "0200\u{200b}9900\u{ad}1234",
        "٠٢٠٠٩٩٠٠١٢٣٤", "०२००९९००१२३४", "０２００９９００１２３４",
    ])
    func `nine digits or more in one group are refused`(text: String) throws {
        #expect(try type().verdict(.thing().text(2, text)) == "note document_number")
    }

    @Test(arguments: [
        "020 099 001234", "020.099.001.234", "020-099-001-234", "02 00 99 00 12 34", "0 2 0 0 9 9 0 0 1", "020\u{a0}099\u{2009}001",
        "020\u{2011}099\u{2013}001", "gọi 0912 345 678", "gọi +84 912 345 678", "0200 9900 1234", "020 099 001 234",
        "020\t099\t001234", "020099\n001234", "020/099/001234", "020,099,001,234", "020_099_001_234", "020, 099, 001, 234", "020 - 099 - 001234",
        "020 . 099 . 001234", "02/00/99/00/12/34", "12/34/5678/9012", "1116.  1118.  1120", "1 020 099 001 234", "1. 080 123 456",
    ])
    func `digits are joined over one to three separators`(text: String) throws {
        #expect(try type().verdict(.thing().text(2, text)) == "note document_number")
    }

    @Test(arguments: [
        "B1234567", "hộ chiếu C12345678", "c12345678", "EA1234567", "B 1234567", "EA 1234567", "B-1234567.", "B123 4567", "B1234567 25.10.2026",
        "Ｂ１２３４５６７", "B/1234567", "B_1234567", "B, 1234567", "B\n1234567", "B - 1234567", "B số 1234567", "hộ chiếu B, số: B số 12345678",
        "EA, số 1234567", "B SỐ 1234567", "B so 1234567", "B s\u{f4}\u{301} 1234567", "B so\u{302}\u{301} 1234567", "B số1234567", "HC SO 1234567",
        "B số 123 4567", "B 12.345.678",
    ])
    func `a passport's letters and its seven or eight digits are refused`(text: String) throws {
        #expect(try type().verdict(.thing().text(2, text)) == "note document_number")
    }

    @Test(arguments: [
        "25.10.2026.1234", "2026-10-25-001", "25/10/2026/001234", "1234.25.10.2026", "10-25.10.2026.999", "32.10.2026 1", "25.13.2026 1",
        "25.10.2226 1",
        "25. 10. 2026 1", "25.10/2026 1",
    ])
    func `digits that only begin like a date are none`(text: String) throws {
        #expect(try type().verdict(.thing().text(2, text)) == "note document_number")
    }

    @Test(arguments: [
        "2026-10-25", "25.10.2026", "25/10/2026", "on 2026-10-25 06:30, 12 people", "from 2026-10-25 to 2026-11-30", "2026-10-25 2026-10-26",
        "25.10.2026-30.10.2026", "25/10/2026 - 30/10/2026", "2026-10-25/2026-10-30", "25/10/2026, 26/10/2026", "1-2-2026 14",
        "1116, 25.10.2026, 1118",
        "友谊关 2026 年 10 月 25 日", "12345678 25.10.2026",
    ])
    func `a date is no part of a number`(text: String) throws {
        #expect(try type().verdict(.thing().text(2, text)) == "ok")
    }

    @Test(arguments: [
        "120.000.000", "120 000 000", "120.000.000 đồng", "120.000.000đ", "153.459.000.000 ₫", "5.459.000.000 VND", "1 200 000 000 VND",
        "120\u{a0}000\u{a0}000", "vay 50.000.000, trả 1.250.000", "50.000.000, 30.000.000", "50.000.000 - 100.000.000 đồng",
        "25.10.2026 120.000.000", "120.000.000.", "(120.000.000)",
    ])
    func `a sum of money is not`(text: String) throws {
        #expect(try type().verdict(.thing().text(2, text)) == "ok")
    }

    @Test(arguments: [
        "020.099.001 đồng", "020 099 001", "1200.000.000", "120.000.00.0", "120.000 000", "120.0000.000", "120,000,000", "120-000-000",
        "1.234.567.890.123", "50.000.000.30.000.000.1", "50.000.000, 12", "TK 120 345 678", "EA120.345.678", "+120 345 678", "１２０.０００.０００.٠٠٠",
    ])
    func `what is written like no sum of money is refused`(text: String) throws {
        #expect(try type().verdict(.thing().text(2, text)) == "note document_number")
    }

    @Test(arguments: [
        "cột mốc 1116 1117 1118", "1116, 1117, 1118", "1116,1117,1118", "987 988 1001", "1116\n1117\n1118", "1116/2, 1117/1, 1118",
        "1116 1117 1118 1119 1120 1121 1122", "25.10.2026: 1116, 1117, 1118",
    ])
    func `a list of boundary markers is not`(text: String) throws {
        #expect(try type().verdict(.thing().text(2, text)) == "ok")
    }

    @Test(arguments: [
        "1116 1117 0118", "1116-1117-1118", "1116.1117.1118", "1116 1117 11181", "1116 1117 12", "1116/22/1117", "/2 1116 1117/2/3", "2/1116/1117",
    ])
    func `what is written like no list of markers is refused`(text: String) throws {
        #expect(try type().verdict(.thing().text(2, text)) == "note document_number")
    }

    @Test(arguments: [
        "", "12345678", "1234567", "B123456", "B12345", "between markers 1116/2 and 1118/3", "12 adults, 3 minors, 4 with fever, 5 days",
        "hộ 1234567", "HỘ 1234567", "h\u{f4}\u{323} 1234567", "HO\u{323}\u{302} 1234567", "nhóm 12345678", "số 1234567", "Km 1234567",
        "1 234 567", "12 345 678 đ", "a1b2c3d4e5f6g7h8i9", "1116 -- - 111811", "109/KH-UBND", "²³ and ½", "², ³ and ½", "B  -  1234567",
        "B số, số 1234567",
    ])
    func `other numbers are not`(text: String) throws {
        #expect(try type().verdict(.thing().text(2, text)) == "ok")
    }

    @Test func `a text without the rule may hold any number`() throws {
        let type = try TestProto(fields: [TestProto.field("note", 2, "STRING", "length_max: 400")]).thing()
        #expect(type.verdict(.thing().text(2, "020099001234")) == "ok")
    }
}
