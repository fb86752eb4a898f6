/// Valid text, on bytes.
enum Text {
    /// The number of Unicode scalars of a valid UTF-8 text; nil where it is not valid, or holds a control character other than tab and newline.
    static func scalarCount(_ text: UnsafeRawBufferPointer) -> Int? {
        var index = 0
        var count = 0
        while index < text.count {
            if text.count - index >= 8, isPlain(text.loadUnaligned(fromByteOffset: index, as: UInt64.self)) {
                index += 8
                count += 8
                continue
            }
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

    /// Whether eight bytes are all printable ASCII.
    @inline(__always)
    private static func isPlain(_ bytes: UInt64) -> Bool {
        let high: UInt64 = 0x8080_8080_8080_8080
        let ones: UInt64 = 0x0101_0101_0101_0101
        // A byte under 0x20 borrows into its high bit; 0x7f carries into it when one is added. Both only where no high bit is set already.
        return (bytes | (bytes &- ones &* 0x20) | (bytes &+ ones)) & high == 0
    }

    /// The length of a well-formed sequence of two to four bytes (Unicode, table 3-7) that is no control character.
    private static func multibyteLength(_ text: UnsafeRawBufferPointer, _ index: Int) -> Int? {
        let (length, low, high): (Int, UInt8, UInt8)
        switch text[index] {
        // U+0080 to U+009F are control characters.
        case 0xc2: (length, low, high) = (2, 0xa0, 0xbf)
        case 0xc3...0xdf: (length, low, high) = (2, 0x80, 0xbf)
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

    /// The scalar at an index of a text that was found valid, and its length.
    static func scalar(_ text: UnsafeRawBufferPointer, _ index: Int) -> (UInt32, Int) {
        let first = UInt32(text[index])
        func next(_ offset: Int) -> UInt32 { UInt32(text[index + offset] & 0x3f) }
        if first < 0x80 { return (first, 1) }
        if first < 0xe0 { return ((first & 0x1f) << 6 | next(1), 2) }
        if first < 0xf0 { return ((first & 0x0f) << 12 | next(1) << 6 | next(2), 3) }
        return ((first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4)
    }
}
