/// The check digits of ICAO Doc 9303 part 3, 4.9: each character's value times 7, 3, 1, 7, 3, 1 …; the sum modulo 10.
///
/// The weights have no factor in common with 10, so that a digit read as another is always noticed. What the standard cannot notice: a character that
/// is read as another whose value differs by 10, 20 or 30, such as `A` for `0`, `<` for `0`, `K` for `A`; and some pairs of errors.
package enum CheckDigit {
    /// `0` to `9` are 0 to 9, `A` to `Z` 10 to 35, the filler 0; nil: not a character of a zone.
    static func value(_ character: UInt8) -> Int? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(character) - 48
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(character) - 55
        case UInt8(ascii: "<"): 0
        default: nil
        }
    }

    /// - Precondition: Characters of a zone.
    package static func of(_ characters: some Sequence<UInt8>) -> Int {
        var (sum, place) = (0, 0)
        for character in characters {
            guard let value = value(character) else { preconditionFailure("a character of a zone") }
            sum += value * (place % 3 == 0 ? 7 : place % 3 == 1 ? 3 : 1)
            place += 1
        }
        return sum % 10
    }

    /// Whether a character is the check digit of others: a digit, never a letter or a filler that has its value.
    static func isRight(_ character: UInt8, of characters: some Sequence<UInt8>) -> Bool { Int(character) - 48 == of(characters) }
}
