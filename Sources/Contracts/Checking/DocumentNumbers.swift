/// Finds in a text what looks like the number of a document: nine or more digits, also where up to three separators lie between them, or a
/// passport's letters and seven or eight digits.
///
/// It guards against a slip, not against somebody who wants to smuggle a number through. Telephone numbers look the same, and are refused
/// for the same reason. What is not refused, because ordinary texts are full of it: a date (`2026-10-25`, `25/10/2026`), sums of money
/// (`120.000.000`) and lists of boundary markers (`1116 1117/2 1118`).
struct DocumentNumbers {
    private static let digitsMin = 9
    private static let passportDigits = 7...8

    /// - Parameter text: Valid UTF-8.
    static func isIn(_ text: UnsafeRawBufferPointer) -> Bool {
        guard holdsDigits(text, passportDigits.lowerBound) else { return false }
        var groups = DigitGroups(text)
        var run = Run()
        while let group = groups.next() {
            if group.count >= digitsMin { return true }
            if !group.isJoined {
                if run.isNumber { return true }
                run = Run()
            }
            if let rest = afterDate(group, groups) {
                if run.isNumber { return true }
                run = Run()
                groups = rest
            } else {
                run.append(group)
            }
        }
        return run.isNumber
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

    // MARK: Dates

    /// Where the text goes on after a date that begins with a group; nil where none does.
    ///
    /// What goes on with the date's own separator, before it or after it, is no date.
    private static func afterDate(_ first: DigitGroups.Group, _ groups: DigitGroups) -> DigitGroups? {
        var groups = groups
        guard let second = groups.next(), second.isJoined, let third = groups.next(), third.isJoined, isDate(first, second, third) else { return nil }
        guard !first.isJoined || first.separators != second.separators else { return nil }
        var beyond = groups
        if let next = beyond.next(), next.isJoined, next.separators == second.separators { return nil }
        return groups
    }

    private static func isDate(_ first: DigitGroups.Group, _ second: DigitGroups.Group, _ third: DigitGroups.Group) -> Bool {
        let separator = second.separators.single
        guard second.separators == third.separators,
            separator == DigitGroups.Separators.hyphen || separator == DigitGroups.Separators.dot || separator == DigitGroups.Separators.slash
        else { return false }
        let (year, day) = first.count == 4 ? (first, third) : (third, first)
        return year.count == 4 && (1900...2199).contains(year.value) && second.count <= 2 && (1...12).contains(second.value) && day.count <= 2
            && (1...31).contains(day.value)
    }

    // MARK: Runs

    /// Groups that are joined, as far as no date lies among them.
    private struct Run {
        private var digits = 0
        private var isAfterLetters = false
        private var money = Money()
        private var markers = Markers()

        mutating func append(_ group: DigitGroups.Group) {
            let isFirst = digits == 0
            if isFirst { isAfterLetters = group.isAfterLetters }
            digits += group.count
            // After letters, or a plus, it is some office's number.
            money.append(group, isFirst: isFirst && !group.isAfterLetters && !group.isAfterPlus)
            markers.append(group, isFirst: isFirst && !group.isAfterLetters && !group.isAfterPlus)
        }

        var isNumber: Bool {
            if isAfterLetters, passportDigits.contains(digits) { return true }
            return digits >= digitsMin && !money.isWhole && !markers.isWhole
        }
    }

    /// Whether a run is a sum of money, or several: one to three digits, then groups of three, all joined by one dot or all by one space.
    private struct Money {
        /// 999 tỷ, beyond which no text of these offices goes. A longer one could be a document's number with another before it.
        private static let digitsMax = 12

        private var separator: UInt16 = 0
        private var groups = 0
        private var digits = 0
        private var isRefuted = false

        var isWhole: Bool { !isRefuted && groups > 1 }

        mutating func append(_ group: DigitGroups.Group, isFirst: Bool) {
            let single = group.separators.single
            if groups > 0, single == DigitGroups.Separators.dot || single == DigitGroups.Separators.space, separator == 0 || single == separator {
                separator = single
                groups += 1
                digits += group.count
                if group.count != 3 || !group.isASCII || digits > Self.digitsMax { isRefuted = true }
                return
            }
            // Another sum, after one that is whole.
            if !isFirst, groups < 2 { isRefuted = true }
            // Money never begins with a zero.
            if group.count > 3 || !group.isASCII || group.hasLeadingZero { isRefuted = true }
            separator = 0
            groups = 1
            digits = group.count
        }
    }

    /// Whether a run is a list of boundary markers: three or four digits, or these with a slash and one digit, with white space or commas
    /// between them.
    private struct Markers {
        private var count = 0
        private var isAfterSlash = false
        private var isRefuted = false

        var isWhole: Bool { !isRefuted && count > 0 }

        mutating func append(_ group: DigitGroups.Group, isFirst: Bool) {
            if count > 0, group.separators.single == DigitGroups.Separators.slash {
                if isAfterSlash || group.count != 1 || !group.isASCII { isRefuted = true }
                isAfterSlash = true
                return
            }
            if !isFirst, count == 0 || !group.separators.isList { isRefuted = true }
            if !(3...4).contains(group.count) || !group.isASCII || group.hasLeadingZero { isRefuted = true }
            count += 1
            isAfterSlash = false
        }
    }
}
