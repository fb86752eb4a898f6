/// Why an agency could not deal with a message, as a code: short enough, and of too few kinds of characters, to hold a person's name or number.
package enum ReasonCode {
    package static let byteCountMax = 64
    private static let digitsInARowMax = 4

    /// 0 to 64 of `a-z 0-9 . _ -` and space, no more than four digits in a row.
    package static func isValid(_ bytes: some Sequence<UInt8>) -> Bool {
        var count = 0
        var digits = 0
        for byte in bytes {
            count += 1
            guard count <= byteCountMax else { return false }
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                guard digits <= digitsInARowMax else { return false }
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: " "): digits = 0
            default: return false
            }
        }
        return true
    }
}
