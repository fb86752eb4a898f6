/// One CSV file as rows of named cells. Stricter than the format: a mistake in reference data is found when it is loaded, not when it is used.
struct ReferenceTable {
    /// Reference data is small: more than this is the wrong file.
    static let byteCountMax = 1 << 20
    static let rowsMax = 10_000

    let rows: [ReferenceRow]

    /// - Parameters:
    ///   - file: The file's name, for errors.
    ///   - columns: The columns the table has, in any order; no other is accepted, because nobody would read it.
    init(file: String, bytes: [UInt8], columns: [String]) throws(ReferenceError) {
        guard bytes.count <= Self.byteCountMax else {
            throw ReferenceError(file: file, vi: "một bảng có tối đa \(Self.byteCountMax) byte", en: "a table has at most \(Self.byteCountMax) bytes")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ReferenceError(file: file, vi: "tệp không ở dạng UTF-8", en: "it is not UTF-8")
        }
        var lines = try Self.parse(text, file)[...]
        guard let first = lines.popFirst(), first != [""] else {
            throw ReferenceError(file: file, line: 1, vi: "thiếu dòng tiêu đề", en: "the header is missing")
        }
        let header = try Self.header(first, file, columns)
        var rows: [ReferenceRow] = []
        for cells in lines {
            let line = rows.count + 2
            guard rows.count < Self.rowsMax else {
                throw ReferenceError(file: file, vi: "một bảng có tối đa \(Self.rowsMax) dòng", en: "a table has at most \(Self.rowsMax) rows")
            }
            guard cells.count == header.count else {
                throw ReferenceError(
                    file: file,
                    line: line,
                    vi: "cần \(header.count) ô như dòng tiêu đề, ở đây có \(cells.count)",
                    en: "a row has \(header.count) cells, as the header; here are \(cells.count)"
                )
            }
            let row = ReferenceRow(file: file, line: line, cells: Dictionary(uniqueKeysWithValues: zip(header, cells)))
            for column in header { try row.validateText(column) }
            rows.append(row)
        }
        guard !rows.isEmpty else { throw ReferenceError(file: file, vi: "bảng không có dòng nào", en: "it has no rows") }
        self.rows = rows
    }

    private static func parse(_ text: String, _ file: String) throws(ReferenceError) -> [[String]] {
        do throws(CSVLines.Malformed) {
            return try CSVLines.parse(text)
        } catch {
            throw ReferenceError(
                file: file,
                line: error.line,
                vi: "sau ô trong ngoặc kép phải là dấu phẩy hoặc hết dòng",
                en: "after a cell in quotes comes a comma or the end of the line"
            )
        }
    }

    private static func header(_ header: [String], _ file: String, _ columns: [String]) throws(ReferenceError) -> [String] {
        var seen: Set<String> = []
        for column in header {
            guard columns.contains(column) else {
                // Cut short: after a missing quote the rest of the file would be its name.
                let name = String(column.prefix(64))
                throw ReferenceError(
                    file: file,
                    line: 1,
                    column: name,
                    vi: "cột lạ; các cột là \(columns.joined(separator: ", "))",
                    en: "unknown column; the columns are \(columns.joined(separator: ", "))"
                )
            }
            guard seen.insert(column).inserted else {
                throw ReferenceError(file: file, line: 1, column: column, vi: "cột bị lặp", en: "the column is there twice")
            }
        }
        for column in columns where !seen.contains(column) {
            throw ReferenceError(file: file, line: 1, column: column, vi: "thiếu cột này", en: "the column is missing")
        }
        return header
    }
}
