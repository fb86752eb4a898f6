import Foundation

/// The text of the plan, read as a machine read it: letters without their marks, digits that look like letters put right.
struct PlanText {
    let lines: [String]

    static let folder = URL(filePath: #filePath).appending(path: "../../../../seeds").standardizedFileURL.path(percentEncoded: false)

    init() throws {
        let text = try String(contentsOfFile: Self.folder + "/000_7ec34ba18835d1dd.txt", encoding: .utf8)
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Some lines as one, in plain small letters; nil where a line is not there. The first line is 1.
    func plain(_ ranges: [ClosedRange<Int>]) -> String? {
        var found: [String] = []
        for range in ranges {
            guard range.lowerBound >= 1, range.upperBound <= lines.count else { return nil }
            found += lines[(range.lowerBound - 1)..<range.upperBound]
        }
        return Self.plain(found.joined(separator: " "))
    }

    /// Without diacritics, and with đ as d.
    static func plain(_ text: String) -> String {
        let marks = text.lowercased().replacing("đ", with: "d").decomposedStringWithCanonicalMapping.unicodeScalars.filter {
            $0.properties.generalCategory != .nonspacingMark
        }
        return String(String.UnicodeScalarView(marks))
    }

    /// The words of a text: letters and digits, the rest is space.
    static func words(_ text: String) -> [String] {
        plain(text).split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// Sums of money written as tỷ đồng with a decimal comma, in đồng.
    static func billions(_ plain: String) -> [Int64] {
        plain.matches(of: #/([0-9ol]+)(?:,([0-9ol]{1,3}))? ty /#).compactMap { match in
            let whole = digits(match.1)
            let fraction = digits(match.2 ?? "")
            guard let units = Int64(whole), let thousandths = Int64(fraction.padding(toLength: 3, withPad: "0", startingAt: 0)) else { return nil }
            return units * 1_000_000_000 + thousandths * 1_000_000
        }
    }

    /// Whole numbers, with a full stop between thousands.
    static func integers(_ plain: String) -> [Int64] {
        plain.matches(of: #/[0-9][0-9ol]*(?:\.[0-9ol]{3})*/#).compactMap { Int64(digits($0.0).replacing(".", with: "")) }
    }

    private static func digits(_ text: some StringProtocol) -> String {
        text.replacingOccurrences(of: "o", with: "0").replacingOccurrences(of: "l", with: "1")
    }

    /// How many of some words are among others, allowing one wrong letter in each.
    static func share(of words: [String], in others: [String]) -> Double {
        let found = words.count { word in others.contains { isAlike(word, $0) } }
        return Double(found) / Double(max(words.count, 1))
    }

    /// Whether two words differ in one letter at most: wrong, missing or too many.
    static func isAlike(_ left: String, _ right: String) -> Bool {
        let (short, long) = left.count <= right.count ? (Array(left), Array(right)) : (Array(right), Array(left))
        guard long.count - short.count <= 1 else { return false }
        let start = zip(short, long).prefix { $0 == $1 }.count
        let skipped = long.count == short.count ? 1 : 0
        return start == long.count || short.dropFirst(start + skipped).elementsEqual(long.dropFirst(start + 1))
    }
}
