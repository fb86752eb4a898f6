/// Rules of text, on bytes.
enum Text {
    /// The number of Unicode scalars of a valid UTF-8 text; nil where it is not valid, or holds a control character other than tab and newline.
    static func scalarCount(_ text: UnsafeRawBufferPointer) -> Int? {
        var index = 0
        var count = 0
        while index < text.count {
            let byte = text[index]
            if byte < 0x80 {
                guard byte >= 0x20 || byte == 0x09 || byte == 0x0a, byte != 0x7f else { return nil }
                index += 1
            } else {
                guard let length = multibyteLength(text, index) else { return nil }
                index += length
            }
            count += 1
        }
        return count
    }

    /// The length of a well-formed sequence of two to four bytes (Unicode, table 3-7).
    private static func multibyteLength(_ text: UnsafeRawBufferPointer, _ index: Int) -> Int? {
        let (length, low, high): (Int, UInt8, UInt8)
        switch text[index] {
        case 0xc2...0xdf: (length, low, high) = (2, 0x80, 0xbf)
        case 0xe0: (length, low, high) = (3, 0xa0, 0xbf)
        case 0xe1...0xec, 0xee...0xef: (length, low, high) = (3, 0x80, 0xbf)
        case 0xed: (length, low, high) = (3, 0x80, 0x9f)
        case 0xf0: (length, low, high) = (4, 0x90, 0xbf)
        case 0xf1...0xf3: (length, low, high) = (4, 0x80, 0xbf)
        case 0xf4: (length, low, high) = (4, 0x80, 0x8f)
        default: return nil
        }
        guard text.count - index >= length, (low...high).contains(text[index + 1]) else { return nil }
        for offset in 2..<max(2, length) where text[index + offset] & 0xc0 != 0x80 { return nil }
        return length
    }

    /// Whether a text holds what looks like the number of a document: nine or more digits in a row, also where single spaces, dots or hyphens
    /// part them into groups of three or more; or a passport's letter and seven or eight digits. Digits of any script count.
    ///
    /// A date does not look so, since its day and month have two digits.
    static func holdsDocumentNumber(_ text: UnsafeRawBufferPointer) -> Bool {
        var run = DigitRun()
        var index = 0
        while index < text.count {
            let (scalar, length) = decode(text, index)
            if run.take(scalar) { return true }
            index += length
        }
        return run.end()
    }

    /// The scalar at an index of a text that was found valid.
    private static func decode(_ text: UnsafeRawBufferPointer, _ index: Int) -> (UInt32, Int) {
        let first = UInt32(text[index])
        func next(_ offset: Int) -> UInt32 { UInt32(text[index + offset] & 0x3f) }
        if first < 0x80 { return (first, 1) }
        if first < 0xe0 { return ((first & 0x1f) << 6 | next(1), 2) }
        if first < 0xf0 { return ((first & 0x0f) << 12 | next(1) << 6 | next(2), 3) }
        return ((first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4)
    }

    /// Follows the digits of a text.
    private struct DigitRun {
        /// Digits of the closed groups and of the open one.
        private var closed = 0
        private var open = 0
        private var isAfterLetter = false
        private var isPassport = false

        mutating func take(_ scalar: UInt32) -> Bool {
            if Self.isDigit(scalar) {
                if open == 0, closed == 0 { isPassport = isAfterLetter }
                open += 1
                return closed + open >= 9
            }
            let isSeparator = scalar == 0x20 || scalar == 0x2e || scalar == 0x2d || scalar == 0xa0
            if isSeparator, open > 0 {
                if isPassport, (7...8).contains(closed + open) { return true }
                closed = open >= 3 ? closed + open : 0
                open = 0
                isAfterLetter = false
                return false
            }
            let isNumber = end()
            closed = 0
            open = 0
            isPassport = false
            isAfterLetter = (0x41...0x5a).contains(scalar & ~0x20)
            return isNumber
        }

        func end() -> Bool { isPassport && (7...8).contains(closed + open) }

        private static func isDigit(_ scalar: UInt32) -> Bool {
            if scalar < 0x80 { return (0x30...0x39).contains(scalar) }
            return Unicode.Scalar(scalar)?.properties.numericType == .decimal
        }
    }
}
