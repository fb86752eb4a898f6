/// What is wrong in a file that an office was given, and where. It holds nothing of the file's content.
public struct ImportFault: Error, Hashable, Sendable {
    /// The header's is 1; nil: the file as a whole.
    public let line: Int?
    public let column: String?
    /// What would be right.
    public let wording: Wording

    public init(line: Int? = nil, column: String? = nil, vi: String, en: String) {
        self.line = line
        self.column = column
        wording = Wording(vi: vi, en: en)
    }

    public func text(_ language: Language) -> String {
        let place = [
            line.map { Wording(vi: "dòng \($0)", en: "line \($0)")[language] }, column.map { Wording(vi: "cột \($0)", en: "column \($0)")[language] },
        ].compactMap { $0 }.joined(separator: ", ")
        return place.isEmpty ? wording[language] : "\(place): \(wording[language])"
    }
}
