/// The size of a machine-readable zone: ICAO Doc 9303 part 4 (TD3, passports) and part 5 (TD1, cards).
public enum ZoneFormat: String, CaseIterable, Sendable {
    case td3, td1

    public var lineCount: Int { self == .td3 ? 2 : 3 }
    public var lineLength: Int { self == .td3 ? 44 : 30 }
    public var characterCount: Int { lineCount * lineLength }

    /// The format whose lines are so long; nil where there is none.
    init?(lineLength: Int) {
        guard let format = Self.allCases.first(where: { $0.lineLength == lineLength }) else { return nil }
        self = format
    }

    /// The format whose lines, one after the other without an end between them, are so long; nil where there is none.
    init?(characterCount: Int) {
        guard let format = Self.allCases.first(where: { $0.characterCount == characterCount }) else { return nil }
        self = format
    }

    // MARK: Where things stand, counted from 0 over all lines

    var number: Range<Int> { self == .td3 ? 44..<53 : 5..<14 }
    var numberCheck: Int { self == .td3 ? 53 : 14 }
    var birth: Range<Int> { self == .td3 ? 57..<63 : 30..<36 }
    var birthCheck: Int { self == .td3 ? 63 : 36 }
    var sex: Int { self == .td3 ? 64 : 37 }
    var expiry: Range<Int> { self == .td3 ? 65..<71 : 38..<44 }
    var expiryCheck: Int { self == .td3 ? 71 : 44 }
    /// In a TD3 the personal number, with a check digit; in a TD1 the first line's, which takes what is left of a long number.
    var optional: Range<Int> { self == .td3 ? 72..<86 : 15..<30 }
    /// A TD1 has none.
    var optionalCheck: Int? { self == .td3 ? 86 : nil }
    var compositeCheck: Int { self == .td3 ? 87 : 59 }
    /// What the composite check digit is computed over, in this order.
    var composite: [Range<Int>] { self == .td3 ? [44..<54, 57..<64, 65..<87] : [5..<30, 30..<37, 38..<45, 48..<59] }
}
