import Foundation

/// Reads standard input line by line as it comes, without holding all of it.
struct JSONLines: Sequence, IteratorProtocol {
    private(set) var number = 0

    /// The longest line; a longer one is no message.
    static let lineBytesMax = 1 << 20

    mutating func next() -> (number: Int, text: String)? {
        while let line = readLine(strippingNewline: true) {
            number += 1
            if line.allSatisfy(\.isWhitespace) { continue }
            return (number, line)
        }
        return nil
    }
}
