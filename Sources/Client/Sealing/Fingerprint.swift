import Crypto

/// Forty digits by which two people find out over the telephone that they mean the same key: of the same officer, with the same last day.
public struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    /// Eight groups of five digits.
    public let groups: [String]

    /// - Returns: Nil where the text is not forty digits; spaces and hyphens between them do not count.
    public init?(_ text: String) {
        let digits = text.filter { !$0.isWhitespace && $0 != "-" }
        guard digits.utf8.count == 40, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        groups = (0..<8).map { String(digits.dropFirst($0 * 5).prefix(5)) }
    }

    init(_ digest: SHA256.Digest) {
        let bytes = [UInt8](digest)
        groups = (0..<8).map { group in
            let number = bytes[(group * 4)..<(group * 4 + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } % 100_000
            return String(repeating: "0", count: 5 - "\(number)".count) + "\(number)"
        }
    }

    public var description: String { groups.joined(separator: " ") }
}
