import Contracts
import Foundation

/// Text that an office's own people write. It holds nobody's document number, as a message of the contracts would not.
enum OfficeText {
    /// - Returns: The name without white space around it: one person has one name.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/invalid``.
    static func officer(_ text: String) throws(OfficeError) -> String {
        try line(text, lengthMax: 80, Wording(vi: "tên cán bộ", en: "the officer's name"))
    }

    /// - Parameter lengthMax: In characters.
    static func line(_ text: String, lengthMax: Int, _ what: Wording) throws(OfficeError) -> String {
        let line = try lines(text, lengthMax: lengthMax, what)
        guard !line.contains(where: \.isNewline) else {
            throw OfficeError(.invalid, vi: "\(what.vi) phải trên một dòng", en: "\(what.en) is one line")
        }
        return line
    }

    static func lines(_ text: String, lengthMax: Int, _ what: Wording) throws(OfficeError) -> String {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
        guard (1...lengthMax).contains(text.count), !FreeText.holdsControlCharacters(text) else {
            throw OfficeError(
                .invalid,
                vi: "\(what.vi) có 1 đến \(lengthMax) ký tự",
                en: "\(what.en) has 1 to \(lengthMax) characters, and none that control"
            )
        }
        guard !FreeText.holdsDocumentNumber(text) else {
            throw OfficeError(
                .invalid,
                vi: "\(what.vi) không được chứa số giấy tờ hoặc số điện thoại",
                en: "\(what.en) must hold nothing like a document's or a telephone's number"
            )
        }
        return text
    }
}
