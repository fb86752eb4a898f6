import Foundation

/// One row, and how its cells become values. Every accessor throws an error that names the cell.
struct ReferenceRow {
    let file: String
    let line: Int
    let cells: [String: String]

    /// The most characters of a cell.
    static let cellLengthMax = 400

    func error(_ column: String?, vi: String, en: String) -> ReferenceError {
        ReferenceError(file: file, line: line, column: column, vi: vi, en: en)
    }

    /// What every cell has to be, whatever it means.
    func validateText(_ column: String) throws(ReferenceError) {
        let cell = cells[column] ?? ""
        guard cell.count <= Self.cellLengthMax else {
            throw error(column, vi: "một ô có tối đa \(Self.cellLengthMax) ký tự", en: "a cell has at most \(Self.cellLengthMax) characters")
        }
        // Also what an opening quote without a closing one leads to.
        guard !cell.contains(where: \.isNewline) else {
            throw error(column, vi: "một ô là một dòng: có thiếu dấu ngoặc kép không?", en: "a cell is one line: is a quote missing?")
        }
        guard cell.unicodeScalars.elementsEqual(cell.precomposedStringWithCanonicalMapping.unicodeScalars) else {
            throw error(column, vi: "chữ phải ở dạng Unicode dựng sẵn (NFC)", en: "text is in Unicode form C (NFC)")
        }
        guard cell.first?.isWhitespace != true, cell.last?.isWhitespace != true else {
            throw error(column, vi: "ô không được có dấu cách ở đầu hoặc cuối", en: "a cell has no spaces around it")
        }
    }

    /// Nil where the cell is empty: the source does not say.
    func optionalText(_ column: String) -> String? {
        guard let cell = cells[column], !cell.isEmpty else { return nil }
        return cell
    }

    func text(_ column: String) throws(ReferenceError) -> String {
        guard let text = optionalText(column) else { throw error(column, vi: "không được để trống", en: "it cannot be empty") }
        return text
    }

    /// A row's own name: lower-case words joined by underscores.
    func identifier(_ column: String) throws(ReferenceError) -> String {
        let text = try text(column)
        guard text.utf8.count <= 64, text.utf8.first.map(Self.isLower) == true,
            text.utf8.allSatisfy({ Self.isLower($0) || Self.isDigit($0) || $0 == UInt8(ascii: "_") })
        else { throw error(column, vi: "1 đến 64 ký tự a-z 0-9 _, bắt đầu bằng chữ", en: "1 to 64 of a-z 0-9 _, beginning with a letter") }
        return text
    }

    /// A gate's code, as messages hold it.
    func gateCode(_ column: String) throws(ReferenceError) -> String {
        let text = try text(column)
        guard (2...8).contains(text.utf8.count), text.utf8.first.map(Self.isUpper) == true,
            text.utf8.allSatisfy({ Self.isUpper($0) || Self.isDigit($0) || $0 == UInt8(ascii: "-") })
        else {
            throw error(
                column,
                vi: "mã cửa khẩu có 2 đến 8 ký tự A-Z 0-9 -, bắt đầu bằng chữ",
                en: "a gate's code is 2 to 8 of A-Z 0-9 -, beginning with a letter"
            )
        }
        return text
    }

    /// A code of so many digits, as the General Statistics Office gives it: zeros at its beginning are part of it.
    func code(_ column: String, digits: Int) throws(ReferenceError) -> String {
        let text = try text(column)
        guard text.utf8.count == digits, text.utf8.allSatisfy(Self.isDigit) else {
            throw error(column, vi: "mã có \(digits) chữ số", en: "a code of \(digits) digits")
        }
        return text
    }

    func optionalInteger(_ column: String, _ range: ClosedRange<Int64>) throws(ReferenceError) -> Int64? {
        guard let text = optionalText(column) else { return nil }
        // `Int64` reads a plus sign too, and no other spelling of a number is to be guessed.
        guard text.utf8.allSatisfy(Self.isDigit), let value = Int64(text), range.contains(value) else {
            throw error(
                column,
                vi: "số nguyên từ \(range.lowerBound) đến \(range.upperBound), chỉ gồm chữ số",
                en: "a whole number from \(range.lowerBound) to \(range.upperBound), in digits only"
            )
        }
        return value
    }

    func integer(_ column: String, _ range: ClosedRange<Int64>) throws(ReferenceError) -> Int64 {
        guard let value = try optionalInteger(column, range) else { throw error(column, vi: "không được để trống", en: "it cannot be empty") }
        return value
    }

    func optionalChoice<Choice: CaseIterable & RawRepresentable<String>>(_ column: String, of type: Choice.Type) throws(ReferenceError) -> Choice? {
        guard let text = optionalText(column) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw error(
                column,
                vi: "một trong \(Choice.allCases.map(\.rawValue).joined(separator: ", "))",
                en: "one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        return choice
    }

    func choice<Choice: CaseIterable & RawRepresentable<String>>(_ column: String, of type: Choice.Type) throws(ReferenceError) -> Choice {
        guard let choice = try optionalChoice(column, of: type) else { throw error(column, vi: "không được để trống", en: "it cannot be empty") }
        return choice
    }

    func optionalSourceLines(_ column: String) throws(ReferenceError) -> SourceLines? {
        guard let text = optionalText(column) else { return nil }
        guard let lines = SourceLines(text) else {
            throw error(
                column,
                vi: "số dòng của nguồn, như 77-78 hoặc 313-319 516, tăng dần",
                en: "lines of the source, like 77-78 or 313-319 516, rising"
            )
        }
        return lines
    }

    func sourceLines(_ column: String) throws(ReferenceError) -> SourceLines {
        guard let lines = try optionalSourceLines(column) else {
            throw error(
                column,
                vi: "không được để trống: điều nguồn không nói thì không ghi",
                en: "it cannot be empty: what the source does not say is not in it"
            )
        }
        return lines
    }

    /// From `valid_from` to `valid_to`.
    func validity() throws(ReferenceError) -> Validity {
        let (first, last) = (try partialDate("valid_from"), try partialDate("valid_to"))
        if let first, let last, last.lastDay < first.firstDay {
            throw error("valid_to", vi: "không được trước valid_from", en: "not before valid_from")
        }
        return Validity(from: first, to: last)
    }

    private func partialDate(_ column: String) throws(ReferenceError) -> PartialDate? {
        guard let text = optionalText(column) else { return nil }
        guard let date = PartialDate(text) else {
            throw error(column, vi: "ngày YYYY-MM-DD, tháng YYYY-MM hoặc năm YYYY", en: "a date YYYY-MM-DD, a month YYYY-MM or a year YYYY")
        }
        return date
    }

    private static func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    private static func isUpper(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
