/// The rule for a client's name in HELLO: the principal's own name, or that name, a slash and 1-48 of `a-z 0-9 . _ -`.
///
/// Bound to the principal, so that no key can speak as another's client: sessions, sequences and durable consumers hang on it.
package enum ClientName {
    package static let byteCountMax = 48 + 1 + 48

    package static func isValid(_ name: String, principal: String) -> Bool {
        guard name.utf8.count <= byteCountMax else { return false }
        if name == principal { return true }
        guard name.hasPrefix(principal + "/") else { return false }
        return isLabel(name.dropFirst(principal.count + 1), countMax: 48)
    }

    /// Whether a text is 1 to `countMax` of `a-z 0-9 . _ -`: the rule for the parts that a client names.
    package static func isLabel(_ text: some StringProtocol, countMax: Int) -> Bool {
        guard (1...countMax).contains(text.utf8.count) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }
}
