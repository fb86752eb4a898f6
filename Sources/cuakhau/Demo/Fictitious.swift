/// Ids of people and things that do not exist. The same number gives the same id, and no person has one of them.
enum Fictitious {
    private static let crockford = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    /// A ULID: a letter's worth of kind, and a number.
    static func ulid(_ kind: UInt8, _ number: Int) -> String {
        var characters = Array(repeating: Character("0"), count: 26)
        var rest = mix(UInt64(bitPattern: Int64(number)) << 8 | UInt64(kind))
        for index in stride(from: 25, through: 14, by: -1) {
            characters[index] = crockford[Int(rest & 31)]
            rest >>= 5
        }
        var low = UInt64(number)
        for index in stride(from: 13, through: 4, by: -1) {
            characters[index] = crockford[Int(low & 31)]
            low >>= 5
        }
        characters[1] = crockford[Int(kind & 31)]
        return String(characters)
    }

    /// What a terminal would compute from a document: here of no document at all.
    static func token(_ number: Int) -> String {
        let digits = Array("0123456789abcdef")
        var text = ""
        for part in 0..<4 {
            var word = mix(UInt64(bitPattern: Int64(number)) &* 4 &+ UInt64(part) &+ 1)
            for _ in 0..<16 {
                text.append(digits[Int(word & 15)])
                word >>= 4
            }
        }
        return text
    }

    /// SplitMix64.
    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9e37_79b9_7f4a_7c15
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
