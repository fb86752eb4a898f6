/// Finds in a free text what looks like the number of a document: nine or more digits, also where single spaces, dots or hyphens lie between
/// them, or a passport's letters and seven or eight digits. Digits of any script count.
///
/// It guards against a slip, not against somebody who wants to smuggle a number through. Telephone numbers look the same, and are refused
/// for the same reason; a date alone (`2026-10-25`, `25.10.2026`) is none.
struct DocumentNumbers {
    /// Digits without anything between them.
    private struct Group {
        var count = 0
        /// Of up to four ASCII digits; -1 where other digits are among them.
        var value = 0
        /// What lay before it, where that was another group.
        var separator: UInt32 = 0
    }

    private enum Kind {
        case digit(Int), separator, letter(isCapital: Bool), invisible, other
    }

    private static let digitsMin = 9
    private static let passportDigits = 7...8

    /// The run's groups that may yet turn out to be a date; the ones before are summed up in `total`.
    private var waiting = (Group(), Group())
    private var waitingCount = 0
    private var total = 0
    private var group = Group()
    /// Whether letters stand before the run as they do in a passport's number.
    private var isAfterLetters = false
    private var wordCount = 0
    private var wordIsCapital = true
    /// The separator after the last digit or letter.
    private var pending: UInt32 = 0

    /// - Parameter text: Valid UTF-8.
    static func isIn(_ text: UnsafeRawBufferPointer) -> Bool {
        guard holdsDigits(text, passportDigits.lowerBound) else { return false }
        var numbers = DocumentNumbers()
        var index = 0
        while index < text.count {
            let (scalar, length) = Text.scalar(text, index)
            if numbers.take(scalar) { return true }
            index += length
        }
        return numbers.endRun()
    }

    /// Whether so many digits can be in a text: a quick look at its bytes, which most texts do not pass.
    private static func holdsDigits(_ text: UnsafeRawBufferPointer, _ least: Int) -> Bool {
        var count = 0
        for index in text.indices {
            switch text[index] {
            case 0x30...0x39: count += 1
            // U+1E00 to U+1FFF, which Vietnamese is full of, and U+4000 to U+9FFF, Chinese: no digits there, nor before U+0640.
            case 0xe1 where (0xb8...0xbf).contains(text[index + 1]): break
            case 0xe4...0xe9: break
            case 0xd9...: count += 1
            default: break
            }
        }
        return count >= least
    }

    private mutating func take(_ scalar: UInt32) -> Bool {
        switch Self.kind(scalar) {
        case .invisible: return false
        case .digit(let value): return takeDigit(value)
        case .separator:
            // Two in a row, or one after anything but a digit or a word, begin anew.
            guard pending == 0, group.count > 0 || wordCount > 0 else { return endRun() }
            pending = scalar
            return group.count > 0 && closeGroup()
        case .letter(let isCapital):
            let hasFound = endRun(keepsWord: pending == 0)
            wordCount += 1
            wordIsCapital = wordIsCapital && isCapital
            return hasFound
        case .other: return endRun()
        }
    }

    private mutating func takeDigit(_ value: Int) -> Bool {
        if group.count == 0 {
            if wordCount > 0 { isAfterLetters = pending == 0 || (wordCount <= 2 && wordIsCapital) }
            wordCount = 0
            wordIsCapital = true
            group.separator = pending
            pending = 0
        }
        group.count += 1
        group.value = group.count > 4 || group.value < 0 || value < 0 ? -1 : group.value * 10 + value
        return group.count >= Self.digitsMin
    }

    /// Puts the open group with those that wait.
    private mutating func closeGroup() -> Bool {
        defer { group = Group() }
        switch waitingCount {
        case 0: waiting.0 = group
        case 1: waiting.1 = group
        default:
            if Self.isDate(waiting.0, waiting.1, group) {
                waitingCount = 0
                return endTotal()
            }
            total += waiting.0.count
            waiting = (waiting.1, group)
            return total >= Self.digitsMin
        }
        waitingCount += 1
        return false
    }

    private mutating func endRun(keepsWord: Bool = false) -> Bool {
        var hasFound = group.count > 0 && closeGroup()
        if waitingCount > 0 { total += waiting.0.count }
        if waitingCount > 1 { total += waiting.1.count }
        waitingCount = 0
        hasFound = endTotal() || hasFound
        pending = 0
        if !keepsWord {
            wordCount = 0
            wordIsCapital = true
        }
        return hasFound
    }

    private mutating func endTotal() -> Bool {
        defer {
            total = 0
            isAfterLetters = false
        }
        return total >= Self.digitsMin || (isAfterLetters && Self.passportDigits.contains(total))
    }

    private static func isDate(_ first: Group, _ second: Group, _ third: Group) -> Bool {
        guard second.separator == third.separator, second.separator == 0x2d || second.separator == 0x2e else { return false }
        let (year, day) = first.count == 4 ? (first, third) : (third, first)
        return year.count == 4 && (1900...2199).contains(year.value) && second.count <= 2 && (1...12).contains(second.value) && day.count <= 2
            && (1...31).contains(day.value)
    }

    private static func kind(_ scalar: UInt32) -> Kind {
        switch scalar {
        case 0x30...0x39: .digit(Int(scalar) - 0x30)
        case 0x41...0x5a, 0xff21...0xff3a: .letter(isCapital: true)
        case 0x61...0x7a, 0xff41...0xff5a: .letter(isCapital: false)
        // Spaces, dots and hyphens, with their wide and typographic forms.
        case 0x20, 0x2d, 0x2e, 0xa0, 0xb7, 0x2000...0x200a, 0x2010...0x2015, 0x202f, 0x2212, 0x3000, 0xff0d, 0xff0e: .separator
        case 0xad, 0x200b...0x200f, 0x2060, 0xfeff: .invisible
        // No script before Arabic has digits of its own, nor have the letters of Vietnamese and the Chinese characters.
        case 0..<0x660, 0x1e00...0x1fff, 0x4e00...0x9fff: .other
        default: Unicode.Scalar(scalar)?.properties.numericType == .decimal ? .digit(-1) : .other
        }
    }
}
