/// A machine-readable zone of a travel document (ICAO Doc 9303 parts 3 to 5) whose check digits agree.
///
/// It knows where the document's number stands, and holds nothing of what was read: names, dates and nationality are checked and left where they are, in
/// the caller's buffer, which the caller wipes.
public struct MachineReadableZone: Hashable, Sendable {
    public let format: ZoneFormat
    public let kind: DocumentKind
    /// Where the number's characters are; two ranges where a card's number is longer than its field.
    public let number: [Range<Int>]

    /// Reads a zone.
    ///
    /// The first fault is told, in this order: length, characters, document code, contents of the fields, their check digits, the composite check digit.
    ///
    /// - Parameter characters: All lines in upper case, 88 or 90 characters, without line ends.
    /// - Throws: ``ZoneError``, with the place.
    public init<Characters: RandomAccessCollection>(_ characters: Characters) throws(ZoneError)
    where Characters.Element == UInt8, Characters.Index == Int {
        guard let format = ZoneFormat(characterCount: characters.count) else { throw ZoneError(.length, line: 1, column: 1) }
        let zone = ZoneCharacters(characters: characters, format: format)
        if let index = characters.indices.first(where: { CheckDigit.value(characters[$0]) == nil }) {
            throw ZoneError(.character, at: index, in: format)
        }
        self.format = format
        kind = try Self.kind(zone)
        try zone.requireContents()
        number = try zone.number()
        try zone.requireCheckDigits()
    }

    private static func kind<Characters>(_ zone: ZoneCharacters<Characters>) throws(ZoneError) -> DocumentKind {
        switch (zone.format, zone[0]) {
        case (.td3, UInt8(ascii: "P")): .passport
        // Identity and crew cards, papers for one journey: part 5 gives them A, C and I.
        case (.td1, UInt8(ascii: "A")), (.td1, UInt8(ascii: "C")), (.td1, UInt8(ascii: "I")): .other
        default: throw ZoneError(.documentCode, at: 0, in: zone.format)
        }
    }
}

/// A zone's characters, and what Doc 9303 asks of them.
struct ZoneCharacters<Characters: RandomAccessCollection> where Characters.Element == UInt8, Characters.Index == Int {
    let characters: Characters
    let format: ZoneFormat

    private static var filler: UInt8 { UInt8(ascii: "<") }

    subscript(index: Int) -> UInt8 { characters[characters.startIndex + index] }
    subscript(range: Range<Int>) -> Characters.SubSequence {
        characters[(characters.startIndex + range.lowerBound)..<(characters.startIndex + range.upperBound)]
    }

    /// Dates are digits, or fillers where a part is not known; the sex is M, F or a filler.
    func requireContents() throws(ZoneError) {
        for (range, field) in [(format.birth, ZoneField.birthDate), (format.expiry, .expiryDate)] {
            for index in range where !Self.isDigit(self[index]) && self[index] != Self.filler {
                throw ZoneError(.content(field), at: index, in: format)
            }
        }
        guard [UInt8(ascii: "M"), UInt8(ascii: "F"), Self.filler].contains(self[format.sex]) else {
            throw ZoneError(.content(.sex), at: format.sex, in: format)
        }
    }

    /// Where the number is, its check digit verified.
    ///
    /// A card's number of more than nine characters goes on in the optional data of its first line: a filler stands in the place of the check digit, and the
    /// rest, the check digit and a filler follow (part 5, note j).
    func number() throws(ZoneError) -> [Range<Int>] {
        let principal = format.number
        guard self[principal].contains(where: { $0 != Self.filler }) else {
            throw ZoneError(.content(.documentNumber), at: principal.lowerBound, in: format)
        }
        if format == .td1, self[format.numberCheck] == Self.filler { return [principal, try rest(of: principal)] }
        try require(format.numberCheck, .documentNumber, over: [principal])
        return [principal]
    }

    private func rest(of principal: Range<Int>) throws(ZoneError) -> Range<Int> {
        let end = format.optional.first { self[$0] == Self.filler } ?? format.optional.upperBound
        // At least one character and its check digit, and before them no filler.
        guard end - format.optional.lowerBound >= 2, end < format.optional.upperBound, !self[principal].contains(Self.filler) else {
            throw ZoneError(.checkDigit(.documentNumber), at: format.numberCheck, in: format)
        }
        let rest = format.optional.lowerBound..<(end - 1)
        try require(end - 1, .documentNumber, over: [principal, rest])
        return rest
    }

    /// Every check digit but the number's.
    func requireCheckDigits() throws(ZoneError) {
        try require(format.birthCheck, .birthDate, over: [format.birth])
        try require(format.expiryCheck, .expiryDate, over: [format.expiry])
        if let check = format.optionalCheck {
            // Where the field is empty its check digit may be a filler (part 4, 4.2.2).
            let isEmpty = self[format.optional].allSatisfy { $0 == Self.filler }
            if !isEmpty || self[check] != Self.filler { try require(check, .optionalData, over: [format.optional]) }
        }
        try require(format.compositeCheck, .composite, over: format.composite)
    }

    private func require(_ index: Int, _ field: ZoneField, over ranges: [Range<Int>]) throws(ZoneError) {
        // It was read wrongly itself.
        guard Self.isDigit(self[index]) else { throw ZoneError(.content(field), at: index, in: format) }
        guard CheckDigit.isRight(self[index], of: ranges.lazy.flatMap { self[$0] }) else {
            throw ZoneError(.checkDigit(field), at: index, in: format)
        }
    }

    private static func isDigit(_ character: UInt8) -> Bool { character >= UInt8(ascii: "0") && character <= UInt8(ascii: "9") }
}
