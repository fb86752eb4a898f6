/// One row of a file, and how its cells become values. Every accessor throws a fault that names the cell, and never its content.
public struct ImportRow: Sendable {
    public let line: Int
    let cells: [String: String]

    public func fault(_ column: String, vi: String, en: String) -> ImportFault { ImportFault(line: line, column: column, vi: vi, en: en) }

    /// Nil where the cell is empty or the column is not there.
    public func optionalText(_ column: String, lengthMax: Int = 400) throws(ImportFault) -> String? {
        guard let cell = cells[column], !cell.isEmpty else { return nil }
        guard cell.count <= lengthMax else { throw fault(column, vi: "tối đa \(lengthMax) ký tự", en: "at most \(lengthMax) characters") }
        guard !cell.contains(where: \.isNewline) else {
            throw fault(column, vi: "một ô là một dòng: có thiếu dấu ngoặc kép không?", en: "a cell is one line: is a quote missing?")
        }
        return cell
    }

    public func text(_ column: String, lengthMax: Int = 400) throws(ImportFault) -> String {
        guard let text = try optionalText(column, lengthMax: lengthMax) else {
            throw fault(column, vi: "không được để trống", en: "it cannot be empty")
        }
        return text
    }

    public func integer(_ column: String, _ range: ClosedRange<Int>) throws(ImportFault) -> Int {
        guard let value = Int(try text(column)), range.contains(value) else {
            throw fault(
                column,
                vi: "cần số nguyên từ \(range.lowerBound) đến \(range.upperBound)",
                en: "a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return value
    }

    /// More than zero.
    public func amount(_ column: String) throws(ImportFault) -> VND {
        guard let amount = VND(try text(column)), amount > .zero else {
            throw fault(
                column,
                vi: "cần số tiền dương bằng đồng, ví dụ 1250000 hoặc 1.250.000",
                en: "a positive amount in đồng, as 1250000 or 1.250.000"
            )
        }
        return amount
    }

    /// `YYYY-MM-DD` or `dd/MM/yyyy`.
    public func day(_ column: String) throws(ImportFault) -> CalendarDay {
        let text = try text(column)
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let day = parts.count == 3 ? CalendarDay("\(parts[2])-\(Self.padded(parts[1]))-\(Self.padded(parts[0]))") : CalendarDay(text)
        guard let day else { throw fault(column, vi: "cần ngày, ví dụ 2025-10-25 hoặc 25/10/2025", en: "a day, as 2025-10-25 or 25/10/2025") }
        return day
    }

    /// One of the words of a choice.
    public func choice<Value>(_ column: String, _ values: [(word: String, value: Value)]) throws(ImportFault) -> Value {
        let text = try text(column)
        guard let found = values.first(where: { $0.word == text }) else {
            let words = values.map(\.word).joined(separator: ", ")
            throw fault(column, vi: "cần một trong: \(words)", en: "one of \(words)")
        }
        return found.value
    }

    private static func padded(_ text: Substring) -> String { text.count == 1 ? "0\(text)" : String(text) }
}
