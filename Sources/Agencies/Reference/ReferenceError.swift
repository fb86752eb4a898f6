/// What is wrong with a table of reference data, and where, so that whoever edits the file finds the cell.
public struct ReferenceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file's name, for example `funds.csv`.
    public let file: String
    /// The line, the header being 1; nil where the whole file is meant.
    public let line: Int?
    /// The column's name; nil where the whole line is meant.
    public let column: String?
    /// What would be right.
    public let wording: Wording

    public init(file: String, line: Int? = nil, column: String? = nil, vi: String, en: String) {
        self.file = file
        self.line = line
        self.column = column
        wording = Wording(vi: vi, en: en)
    }

    public var description: String { text(.en) }

    /// `gates.csv:3, kind: …`
    public func text(_ language: Language) -> String {
        let place = file + (line.map { ":\($0)" } ?? "") + (column.map { ", \($0)" } ?? "")
        return "\(place): \(wording[language])"
    }
}
