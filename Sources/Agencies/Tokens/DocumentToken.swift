import Crypto
import Foundation

/// A travel document, as those who hold no ``TokenKey`` may know it: HMAC-SHA-256 of its number, 64 lower-case hexadecimal characters.
///
/// It does not depend on the kind of document: who types a passport's number as a border pass's gets the same token.
public struct DocumentToken: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// Reads 64 lower-case hexadecimal characters; nil where they are no token.
    public init?(_ text: String) {
        guard text.utf8.count == 64,
            text.utf8.allSatisfy({ ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) || ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "f")) })
        else { return nil }
        description = text
    }

    /// What a document's number becomes where the key is known: the same at every terminal and at the labour hub.
    public init(_ number: borrowing DocumentNumber, key: TokenKey) {
        let code = number.withUnsafeBytes { HMAC<SHA256>.authenticationCode(for: $0, using: key.key) }
        description = code.hexadecimal
    }

    /// Enough to tell one from another on a screen: the first 8 characters.
    public var short: String { String(description.prefix(8)) }
}
