/// Which types a consumer wants: a type's name in which `*` stands for one word, and a closing `>` for one or more that follow.
///
/// One that names no version fits every version: `*.case.*` is also `protection.case.opened.v1`.
public struct TypeFilter: Hashable, Sendable, CustomStringConvertible {
    public let description: String
    private let tokens: [String]

    /// - Throws: ``ContractError`` where it cannot match any type name.
    public init(validating text: String) throws(ContractError) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isSound =
            text.utf8.count <= TypeName.byteCountMax
            && parts.enumerated().allSatisfy { index, part in
                part == "*" || (part == ">" && index == parts.count - 1) || TypeName.isToken(part.utf8)
            }
        guard isSound else {
            throw ContractError("a filter is a type name; * stands for one word, > at the end for all that follow: crossing.>, *.case.*.v1")
        }
        description = text
        tokens = parts.map(String.init)
    }

    /// How many words of a name it says: of two that fit, the one with more is meant.
    public var literalCount: Int { tokens.count { $0 != "*" && $0 != ">" } }

    /// Whether a type's name fits.
    public func matches(_ name: String) -> Bool {
        let words = name.split(separator: ".", omittingEmptySubsequences: false)
        for (index, token) in tokens.enumerated() {
            if token == ">" { return index < words.count }
            guard index < words.count, token == "*" || token == words[index] else { return false }
        }
        return words.count == tokens.count || (words.count == tokens.count + 1 && !Self.isVersion(tokens[tokens.count - 1]))
    }

    private static func isVersion(_ token: String) -> Bool { token.first == "v" && Int(token.dropFirst()) != nil }
}
