import SwiftCSV

/// The lines of a CSV text (RFC 4180), each as its cells: what a cell may hold, whoever reads the file decides.
enum CSVLines {
    /// After a cell in quotes comes neither a separator nor the end of the line.
    struct Malformed: Error {
        /// Counted from 1.
        let line: Int
    }

    static func parse(_ text: String, delimiter: CSVDelimiter = .comma) throws(Malformed) -> [[String]] {
        // A last line without its end would lose an empty last cell.
        let whole = text.last?.isNewline == true ? text : text + "\n"
        var lines: [[String]] = []
        do {
            // Row by row rather than all at once, so that an error knows its line.
            let csv = try EnumeratedCSV(string: whole, delimiter: delimiter, loadColumns: false, rowLimit: 0)
            try csv.enumerateAsArray(rowLimit: nil) { lines.append($0) }
        } catch {
            throw Malformed(line: lines.count + 1)
        }
        return lines
    }
}
