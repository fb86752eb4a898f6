/// Why what was scanned is no machine-readable zone, and where. It holds nothing of what was scanned.
public struct ZoneError: Error, Hashable, Sendable {
    public enum Fault: Hashable, Sendable {
        /// A line is not as long as its format's.
        case length
        /// The zone breaks off before its last line.
        case incomplete
        /// A character that no zone has.
        case character
        /// A character that this field cannot have.
        case content(ZoneField)
        /// The digit does not agree with what it checks: at least one of these characters was read wrongly.
        case checkDigit(ZoneField)
        /// It is a zone, of something else than a travel document: a visa, for example.
        case documentCode
    }

    public let fault: Fault
    /// From 1.
    public let line: Int
    /// From 1.
    public let column: Int

    init(_ fault: Fault, line: Int, column: Int) {
        self.fault = fault
        self.line = line
        self.column = column
    }

    init(_ fault: Fault, at index: Int, in format: ZoneFormat) {
        self.init(fault, line: index / format.lineLength + 1, column: index % format.lineLength + 1)
    }

    /// What a program calls it.
    public var code: String {
        switch fault {
        case .length: "length"
        case .incomplete: "incomplete"
        case .character: "character"
        case .content: "content"
        case .checkDigit: "check_digit"
        case .documentCode: "document_code"
        }
    }

    public var field: ZoneField? {
        switch fault {
        case .content(let field), .checkDigit(let field): field
        case .documentCode: .documentCode
        case .length, .incomplete, .character: nil
        }
    }

    /// Where it is, what is wrong, and what to do.
    public var wording: Wording {
        let reason = reason
        return Wording(vi: "dòng \(line), cột \(column): \(reason.vi)", en: "line \(line), column \(column): \(reason.en)")
    }

    private var reason: Wording {
        switch fault {
        case .length:
            Wording(
                vi: "độ dài không đúng: hộ chiếu có 2 dòng 44 ký tự, thẻ có 3 dòng 30 ký tự; hãy quét lại",
                en: "not the right length: a passport has 2 lines of 44 characters, a card 3 lines of 30; scan it again"
            )
        case .incomplete: Wording(vi: "thiếu dòng tiếp theo: hãy quét lại cả vùng", en: "the next line is missing: scan the whole zone again")
        case .character:
            Wording(
                vi: "ký tự không thuộc vùng đọc máy (A–Z, 0–9, <): hãy quét lại",
                en: "not a character of such a zone (A–Z, 0–9, <): scan it again"
            )
        case .content(let field):
            Wording(
                vi: "ký tự không hợp lệ trong \(field.name.vi): hãy quét lại",
                en: "not a character that the \(field.name.en) can have: scan it again"
            )
        case .checkDigit(let field):
            Wording(
                vi: "chữ số kiểm tra của \(field.name.vi) không khớp: hãy quét lại hoặc xem kỹ giấy tờ",
                en: "the check digit does not agree (\(field.name.en)): scan it again, or look at the document"
            )
        case .documentCode:
            Wording(
                vi: "không phải hộ chiếu hay thẻ đi lại: hãy quét trang nhân thân",
                en: "neither a passport nor a card: scan the page with the holder's data"
            )
        }
    }
}
