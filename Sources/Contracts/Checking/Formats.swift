/// The named formats of options.proto, on bytes.
enum Formats {
    static func matches(_ format: FieldRule.Format, _ text: UnsafeRawBufferPointer) -> Bool {
        switch format {
        case .none: true
        case .ulid: isULID(text)
        case .uuid: isUUID(text)
        case .commune: text.count == 5 && text.allSatisfy(isDigit)
        case .gate: isGate(text)
        case .date: isDate(text)
        case .currency: text.count == 3 && text.allSatisfy(isUpper)
        case .country: text.count == 2 && text.allSatisfy(isUpper)
        case .token: text.count == 64 && text.allSatisfy(isLowerHex)
        case .reference: isReference(text)
        case .marker: isMarker(text)
        case .period: isPeriod(text)
        case .principal: isPrincipal(text)
        }
    }

    static func expected(_ format: FieldRule.Format) -> String {
        switch format {
        case .none: "any text"
        case .ulid: "a ULID: 26 characters of Crockford base 32, upper case"
        case .uuid: "a UUID in lower case"
        case .commune: "a commune's code: five digits"
        case .gate: "a gate's code: 2 to 8 of A-Z 0-9 -, beginning with a letter"
        case .date: "a date YYYY-MM-DD"
        case .currency: "a currency of ISO 4217: three capital letters"
        case .country: "a country of ISO 3166-1: two capital letters"
        case .token: "a document token: 64 lower-case hexadecimal characters"
        case .reference: "a reference: 1 to 64 of A-Z a-z 0-9 . _ - /, beginning with a letter or digit"
        case .marker: "a boundary marker: 1 to 5 digits, optionally a slash and 1 to 3 digits"
        case .period: "a period: YYYY, YYYY-MM, YYYY-H1, YYYY-H2 or YYYY-Q1 to YYYY-Q4"
        case .principal: "a principal's name: 2 to 48 of a-z 0-9 -, beginning with a letter"
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
    private static func isUpper(_ byte: UInt8) -> Bool { byte &- 65 < 26 }
    private static func isLower(_ byte: UInt8) -> Bool { byte &- 97 < 26 }
    private static func isLowerHex(_ byte: UInt8) -> Bool { isDigit(byte) || byte &- 97 < 6 }

    /// Crockford: no I, L, O, U; the first character holds three bits only.
    private static func isULID(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count == 26, text[0] <= UInt8(ascii: "7") else { return false }
        return text.allSatisfy { byte in
            isDigit(byte)
                || (isUpper(byte) && byte != UInt8(ascii: "I") && byte != UInt8(ascii: "L") && byte != UInt8(ascii: "O") && byte != UInt8(ascii: "U"))
        }
    }

    private static func isUUID(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count == 36 else { return false }
        return text.indices.allSatisfy { index in
            switch index {
            case 8, 13, 18, 23: text[index] == UInt8(ascii: "-")
            default: isLowerHex(text[index])
            }
        }
    }

    private static func isGate(_ text: UnsafeRawBufferPointer) -> Bool {
        guard (2...8).contains(text.count), isUpper(text[0]) else { return false }
        return text.allSatisfy { isUpper($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isReference(_ text: UnsafeRawBufferPointer) -> Bool {
        guard (1...64).contains(text.count), isDigit(text[0]) || isUpper(text[0]) || isLower(text[0]) else { return false }
        return text.allSatisfy { byte in
            isDigit(byte) || isUpper(byte) || isLower(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/")
        }
    }

    private static func isMarker(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let slash = text.firstIndex(of: UInt8(ascii: "/")) else { return (1...5).contains(text.count) && text.allSatisfy(isDigit) }
        let (before, after) = (text[..<slash], text[(slash + 1)...])
        return (1...5).contains(before.count) && before.allSatisfy(isDigit) && (1...3).contains(after.count) && after.allSatisfy(isDigit)
    }

    private static func isPrincipal(_ text: UnsafeRawBufferPointer) -> Bool {
        guard (2...48).contains(text.count), isLower(text[0]) else { return false }
        return text.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }

    private static func number(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int? {
        var value = 0
        for index in range {
            guard isDigit(text[index]) else { return nil }
            value = value * 10 + Int(text[index] - 48)
        }
        return value
    }

    private static func isPeriod(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count == 4 || text.count == 7, let year = number(text, 0..<4), (1900...2199).contains(year) else { return false }
        if text.count == 4 { return true }
        guard text[4] == UInt8(ascii: "-") else { return false }
        switch text[5] {
        case UInt8(ascii: "H"): return text[6] == UInt8(ascii: "1") || text[6] == UInt8(ascii: "2")
        case UInt8(ascii: "Q"): return (UInt8(ascii: "1")...UInt8(ascii: "4")).contains(text[6])
        default:
            guard let month = number(text, 5..<7) else { return false }
            return (1...12).contains(month)
        }
    }

    private static func isDate(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), let year = number(text, 0..<4),
            let month = number(text, 5..<7), let day = number(text, 8..<10), (1900...2199).contains(year), (1...12).contains(month)
        else { return false }
        return (1...CivilTime.days(inMonth: month, of: year)).contains(day)
    }
}
