import Contracts
import Testing

struct DocumentNumberTests {
    private func type() throws -> MessageType {
        try TestProto(fields: [TestProto.field("note", 2, "STRING", "length_max: 400 no_document_number: true")]).thing()
    }

    @Test(arguments: [
        "020099001234", "số 020099001234.", "020 099 001234", "020.099.001.234", "020-099-001-234", "02 00 99 00 12 34", "0 2 0 0 9 9 0 0 1",
        "B1234567", "hộ chiếu C12345678", "c12345678", "EA1234567", "B 1234567", "EA 1234567", "B-1234567.", "B123 4567", "B1234567 25.10.2026",
        "٠٢٠٠٩٩٠٠١٢٣٤", "०२००९९००१२३४", "０２００９９００１２３４", "Ｂ１２３４５６７", "020\u{a0}099\u{2009}001", "020\u{2011}099\u{2013}001",
        "0200\u{200b}9900\u{ad}1234", "912345678", "2026-10-25 020099001", "020099001 25.10.2026", "gọi 0912 345 678",
    ])
    func `what looks like a document's number is refused`(text: String) throws {
        #expect(try type().verdict(.thing().text(2, text)) == "note document_number")
    }

    @Test(arguments: [
        "", "12345678", "1234567", "B123456", "B12345", "between markers 1116/2 and 1118/3", "2026-10-25", "25.10.2026",
        "on 2026-10-25 06:30, 12 people",
        "from 2026-10-25 to 2026-11-30", "2026-10-25 2026-10-26", "1-2-2026 14", "12 adults, 3 minors, 4 with fever, 5 days", "hộ 1234567",
        "nhóm 12345678",
        "Km 1234567", "12/34/5678/9012", "1 234 567", "12 345 678 đ", "a1b2c3d4e5f6g7h8i9", "友谊关 2026 年 10 月 25 日", "1116.  1118.  1120",
        "², ³ and ½",
    ])
    func `other numbers are not`(text: String) throws {
        #expect(try type().verdict(.thing().text(2, text)) == "ok")
    }

    @Test func `a text without the rule may hold any number`() throws {
        let type = try TestProto(fields: [TestProto.field("note", 2, "STRING", "length_max: 400")]).thing()
        #expect(type.verdict(.thing().text(2, "020099001234")) == "ok")
    }
}
