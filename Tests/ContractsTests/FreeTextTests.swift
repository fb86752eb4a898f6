import Testing

@testable import Contracts

@Suite struct FreeTextTests {
    @Test func `text of a store is judged as a field of a message`() {
        for text in ["about C1234567", "024 3825 1234", "số 012345678901"] { #expect(FreeText.holdsDocumentNumber(text), "\(text)") }
        for text in ["", "ngày 25/10/2026", "120.000.000", "gọi lại lúc 8 giờ 30"] { #expect(!FreeText.holdsDocumentNumber(text), "\(text)") }
        #expect(FreeText.holdsControlCharacters("a\u{1b}[2J"))
        #expect(!FreeText.holdsControlCharacters("một dòng\nhai dòng"))
        #expect(FreeText.isReference("LS-GX/2026"))
        #expect(!FreeText.isReference("Lạng Sơn"))
    }
}
