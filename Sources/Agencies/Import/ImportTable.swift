import Foundation
import SwiftCSV

/// A CSV file that an office was given: comma or semicolon, UTF-8 with or without a mark at its beginning, as spreadsheets write it.
public struct ImportTable: Sendable {
    /// More is not a list that an office makes.
    public static let byteCountMax = 16 << 20
    public static let rowsMax = 100_000
    static let lineBytesMax = 65_536

    public let rows: [ImportRow]

    /// Reads a file; `-` is standard input.
    ///
    /// - Parameters:
    ///   - columns: Those that must be there, in any order.
    ///   - optional: Those that may be there. No other may: nobody would read it.
    public init(path: String, columns: [String], optional: [String] = []) throws(ImportFailure) {
        let bytes: [UInt8]
        do {
            let file = path == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(filePath: path))
            // One byte more than a file may have, so that too large a one is refused and never read whole.
            bytes = [UInt8](try file.read(upToCount: Self.byteCountMax + 1) ?? Data())
        } catch {
            throw ImportFailure([ImportFault(vi: "không đọc được \(path)", en: "cannot read \(path): \(error.localizedDescription)")])
        }
        try self.init(bytes: bytes, columns: columns, optional: optional)
    }

    public init(bytes: [UInt8], columns: [String], optional: [String] = []) throws(ImportFailure) {
        do throws(ImportFault) {
            let text = try Self.text(bytes)
            var lines = try Self.parse(text)[...]
            guard let header = lines.popFirst(), header != [""] else {
                throw ImportFault(line: 1, vi: "thiếu dòng tiêu đề", en: "the header is missing; the columns are \(columns.joined(separator: ", "))")
            }
            try Self.validate(header, columns, optional)
            guard lines.count <= Self.rowsMax else {
                throw ImportFault(vi: "tệp có tối đa \(Self.rowsMax) dòng", en: "a file has at most \(Self.rowsMax) rows: split it")
            }
            guard !lines.isEmpty else { throw ImportFault(vi: "tệp không có dòng nào", en: "the file has no rows") }
            var rows: [ImportRow] = []
            for (index, cells) in lines.enumerated() {
                guard cells.count == header.count else {
                    throw ImportFault(
                        line: index + 2,
                        vi: "cần \(header.count) ô như dòng tiêu đề, ở đây có \(cells.count)",
                        en: "a row has \(header.count) cells, as the header; here are \(cells.count)"
                    )
                }
                rows.append(ImportRow(line: index + 2, cells: Dictionary(uniqueKeysWithValues: zip(header, cells))))
            }
            self.rows = rows
        } catch {
            throw ImportFailure([error])
        }
    }

    /// Makes something of each row, or tells every fault of all of them.
    public func map<Value>(_ make: (ImportRow) throws(ImportFault) -> Value) throws(ImportFailure) -> [Value] {
        var values: [Value] = []
        var faults: [ImportFault] = []
        for row in rows {
            do throws(ImportFault) { values.append(try make(row)) } catch { faults.append(error) }
        }
        guard faults.isEmpty else { throw ImportFailure(faults) }
        return values
    }

    // MARK: The format

    private static func text(_ bytes: [UInt8]) throws(ImportFault) -> String {
        guard bytes.count <= byteCountMax else {
            throw ImportFault(vi: "tệp có tối đa \(byteCountMax >> 20) MB", en: "a file has at most \(byteCountMax >> 20) MB: is it the right one?")
        }
        guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]) else { throw encodingFault(nil) }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        var line = 1
        for part in content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            guard part.count <= lineBytesMax else {
                throw ImportFault(line: line, vi: "một dòng có tối đa \(lineBytesMax) byte", en: "a line has at most \(lineBytesMax) bytes")
            }
            guard String(validating: part, as: UTF8.self) != nil, !part.contains(0) else { throw encodingFault(line) }
            line += 1
        }
        return String(decoding: content, as: UTF8.self)
    }

    private static func encodingFault(_ line: Int?) -> ImportFault {
        ImportFault(
            line: line,
            vi: "tệp không ở dạng UTF-8: hãy lưu lại với kiểu “CSV UTF-8”",
            en: "the file is not UTF-8: save it as “CSV UTF-8”"
        )
    }

    private static func parse(_ text: String) throws(ImportFault) -> [[String]] {
        let header = text.prefix { !$0.isNewline }
        let delimiter: CSVDelimiter = header.contains(";") && !header.contains(",") ? .semicolon : .comma
        var lines: [[String]]
        do throws(CSVLines.Malformed) {
            lines = try CSVLines.parse(text, delimiter: delimiter)
        } catch {
            throw ImportFault(
                line: error.line,
                vi: "sau ô trong ngoặc kép phải là dấu phân cách hoặc hết dòng",
                en: "after a cell in quotes comes a separator or the end of the line"
            )
        }
        // What a spreadsheet leaves below its last row.
        while lines.count > 1, lines.last?.allSatisfy(\.isEmpty) == true { lines.removeLast() }
        return lines.map { $0.map { $0.trimmingCharacters(in: .whitespaces).precomposedStringWithCanonicalMapping } }
    }

    private static func validate(_ header: [String], _ columns: [String], _ optional: [String]) throws(ImportFault) {
        var seen: Set<String> = []
        for (index, column) in header.enumerated() {
            // By its number: where the header is missing, these are the first row's cells.
            let name = String(index + 1)
            guard columns.contains(column) || optional.contains(column) else {
                let known = (columns + optional).joined(separator: ", ")
                throw ImportFault(line: 1, column: name, vi: "cột lạ; các cột là \(known)", en: "unknown column; the columns are \(known)")
            }
            guard seen.insert(column).inserted else { throw ImportFault(line: 1, column: name, vi: "cột bị lặp", en: "the column is there twice") }
        }
        for column in columns where !seen.contains(column) {
            throw ImportFault(line: 1, column: column, vi: "thiếu cột này", en: "the column is missing")
        }
    }
}
