/// The name that messages are routed by, for example `crossing.exit.recorded.v1`: family, noun, verb, version.
///
/// Wildcards belong to ``TypeFilter``, never here.
public struct TypeName: Hashable, Sendable, CustomStringConvertible {
    /// The most bytes a name can have.
    public static let byteCountMax = 96

    public let description: String

    /// - Throws: ``ContractError`` where it is not lower-case words joined by dots and ending in a version.
    public init(validating text: String) throws(ContractError) {
        let tokens = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.byteCountMax, tokens.count >= 3, tokens.allSatisfy({ Self.isToken($0.utf8) }),
            let version = tokens.last, version.first == "v", version.dropFirst().first != "0", UInt16(version.dropFirst()) != nil
        else {
            throw ContractError("a type name is family.noun.verb.vN in lower case, at most \(Self.byteCountMax) bytes")
        }
        description = text
    }

    /// 1 to 32 of `a-z 0-9 _`, beginning with a letter.
    static func isToken(_ token: Substring.UTF8View) -> Bool {
        guard (1...32).contains(token.count), let first = token.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else {
            return false
        }
        return token.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "_")
        }
    }
}
