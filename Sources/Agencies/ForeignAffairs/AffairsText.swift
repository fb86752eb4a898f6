import Contracts
import Foundation

/// Text that the office's own people write. It holds nobody's document number, as a message of the contract would not.
enum AffairsText {
    static func title(_ text: String) throws(OfficeError) -> String { try OfficeText.line(text, lengthMax: 200, Wording(vi: "tên", en: "the title")) }

    static func party(_ text: String) throws(OfficeError) -> String {
        try OfficeText.line(text, lengthMax: 200, Wording(vi: "tên bên ký kết", en: "the party"))
    }

    /// Up to 1,000 characters of any number of lines.
    static func note(_ text: String) throws(OfficeError) -> String {
        try OfficeText.lines(text, lengthMax: 1_000, Wording(vi: "ghi chú", en: "the note"))
    }

    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/invalid``.
    static func country(_ code: String) throws(OfficeError) -> String {
        guard code.utf8.count == 2, code.utf8.allSatisfy({ $0 &- 65 < 26 }) else {
            throw OfficeError(.invalid, vi: "nước là mã ISO 3166-1, ví dụ CN", en: "the country is a code of ISO 3166-1, such as CN")
        }
        return code
    }

    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/invalid``.
    static func reference(_ code: String) throws(OfficeError) -> String {
        guard FreeText.isReference(code), !FreeText.holdsDocumentNumber(code) else {
            throw OfficeError(
                .invalid,
                vi: "mã có 1 đến 64 chữ không dấu, số và . _ - /, không giống số giấy tờ",
                en: "a code has 1 to 64 letters, digits and . _ - /, and looks like no document's number"
            )
        }
        return code
    }
}
