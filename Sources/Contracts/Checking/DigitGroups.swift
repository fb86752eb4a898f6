/// Walks the digits of a text, group by group: digits without anything between them. Digits of any script count. A copy looks ahead.
struct DigitGroups {
    struct Group {
        var count = 0
        /// The value of up to four ASCII digits; -1 where it has more, or others.
        var value = 0
        var isASCII = true
        var hasLeadingZero = false
        /// Whether one to three separators, and nothing else, lie between it and the group before.
        var isJoined = false
        /// Those separators; of a group that is not joined, what lies before it.
        var separators = Separators()
        /// Whether letters stand before it as they do in a passport's number: without anything between, or, where they are one or two
        /// capitals, also with separators and with the word "số".
        var isAfterLetters = false
        /// Whether a plus stands before it, as with telephone numbers.
        var isAfterPlus = false
    }

    /// Up to three separators, in their order.
    struct Separators: Equatable {
        private var code: UInt16 = 0
        private(set) var count = 0

        static let space: UInt16 = 1
        static let blank: UInt16 = 2
        static let comma: UInt16 = 3
        static let dot: UInt16 = 4
        static let hyphen: UInt16 = 5
        static let slash: UInt16 = 6
        static let underscore: UInt16 = 7
        static let countMax = 3

        mutating func append(_ kind: UInt16) {
            if count < Self.countMax { code = code << 3 | kind }
            count += 1
        }

        var isEmpty: Bool { count == 0 }
        /// More would be a gap.
        var canJoin: Bool { (1...Self.countMax).contains(count) }
        /// The separator, where it is one alone; else zero.
        var single: UInt16 { count == 1 ? code : 0 }
        /// Only white space and commas, as between the members of a list.
        var isList: Bool {
            canJoin && (0..<count).allSatisfy { (1...Self.comma).contains(code >> UInt16(3 * $0) & 7) }
        }
    }

    /// The letters before what is read next.
    private struct Word {
        var count = 0
        var isCapital = true
        /// ASCII letters without marks.
        var isPlain = true
        /// Whether it is "số" so far: 1 after its first letter, 2 after its second; -1 where it is not.
        var spelling = 0

        var isNumberWord: Bool { spelling == 2 }
        var canBeOfPassport: Bool { (1...2).contains(count) && isCapital && isPlain }

        mutating func append(_ scalar: UInt32, isO: Bool) {
            let isS = scalar == 0x53 || scalar == 0x73
            spelling = spelling == 0 && isS ? 1 : spelling == 1 && isO ? 2 : -1
            count += 1
            isCapital = isCapital && !(0x61...0x7a).contains(scalar) && !(0xff41...0xff5a).contains(scalar)
            isPlain = isPlain && scalar != 0xd4 && scalar != 0xf4 && scalar < 0x1e00 || isPlain && scalar >= 0xff00
        }
    }

    private enum Kind {
        case digit(Int), separator(UInt16), letter(isO: Bool), mark, invisible, plus, other
    }

    private let text: UnsafeRawBufferPointer
    private var index = 0
    private var isAfterGroup = false

    /// - Parameter text: Valid UTF-8.
    init(_ text: UnsafeRawBufferPointer) { self.text = text }

    /// The next group; nil at the end.
    mutating func next() -> Group? {
        var group = Group()
        var word = Word()
        /// Whether the word before "số" can be of a passport.
        var isPassportBefore = false
        var canBeJoined = isAfterGroup
        while index < text.count {
            let (scalar, length) = Text.scalar(text, index)
            let kind = Self.kind(scalar)
            if case .digit = kind {
                group.isAfterLetters =
                    word.count > 0
                    && (word.canBeOfPassport || (group.separators.isEmpty && word.isPlain) || (word.isNumberWord && isPassportBefore))
                group.isJoined = canBeJoined && group.separators.canJoin
                takeDigits(&group)
                return group
            }
            index += length
            switch kind {
            case .separator(let kind):
                group.isAfterPlus = false
                group.separators.append(kind)
                // A gap: what follows stands alone.
                if !group.separators.canJoin { word = Word() }
            case .letter(let isO):
                canBeJoined = false
                group.isAfterPlus = false
                if !group.separators.isEmpty {
                    isPassportBefore = word.canBeOfPassport
                    word = Word()
                }
                group.separators = Separators()
                word.append(scalar, isO: isO)
            case .mark: word.isPlain = false
            case .invisible, .digit: break
            case .plus, .other:
                canBeJoined = false
                group = Group()
                word = Word()
                isPassportBefore = false
                if case .plus = kind { group.isAfterPlus = true }
            }
        }
        return nil
    }

    private mutating func takeDigits(_ group: inout Group) {
        while index < text.count {
            let (scalar, length) = Text.scalar(text, index)
            switch Self.kind(scalar) {
            case .digit(let value):
                if group.count == 0 { group.hasLeadingZero = value == 0 }
                group.count += 1
                group.isASCII = group.isASCII && value >= 0
                group.value = group.count > 4 || !group.isASCII ? -1 : group.value * 10 + value
            case .invisible: break
            default:
                isAfterGroup = true
                return
            }
            index += length
        }
    }

    private static func kind(_ scalar: UInt32) -> Kind {
        switch scalar {
        case 0x30...0x39: .digit(Int(scalar) - 0x30)
        case 0x41...0x5a, 0x61...0x7a, 0xff21...0xff3a, 0xff41...0xff5a: .letter(isO: scalar == 0x4f || scalar == 0x6f)
        // Ô ô Ố ố, of which "số" is written.
        case 0xd4, 0xf4, 0x1ed0, 0x1ed1: .letter(isO: true)
        case 0x300...0x36f: .mark
        // With their wide and typographic forms.
        case 0x20, 0xa0, 0x2000...0x200a, 0x202f, 0x3000: .separator(Separators.space)
        case 0x09, 0x0a, 0x2028, 0x2029: .separator(Separators.blank)
        case 0x2c, 0x3001, 0xff0c: .separator(Separators.comma)
        case 0x2e, 0xb7, 0xff0e: .separator(Separators.dot)
        case 0x2d, 0x2010...0x2015, 0x2212, 0xff0d: .separator(Separators.hyphen)
        case 0x2f, 0x2044, 0x2215, 0xff0f: .separator(Separators.slash)
        case 0x5f, 0xff3f: .separator(Separators.underscore)
        case 0x2b, 0xff0b: .plus
        case 0xad, 0x200b...0x200f, 0x2060, 0xfeff: .invisible
        // No script before Arabic has digits of its own, nor have the letters of Vietnamese and the Chinese characters.
        case 0..<0x660, 0x1e00...0x1fff, 0x4e00...0x9fff: .other
        default: Unicode.Scalar(scalar)?.properties.numericType == .decimal ? .digit(-1) : .other
        }
    }
}
