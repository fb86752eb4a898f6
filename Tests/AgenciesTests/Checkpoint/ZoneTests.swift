import Testing

@testable import Agencies

/// ICAO Doc 9303: what its specimens say, and what its check digits notice.
@Suite struct ZoneTests {
    private func number(_ lines: [String]) throws(ZoneError) -> String {
        let bytes = Array(lines.joined().utf8)
        let zone = try MachineReadableZone(bytes)
        return String(decoding: zone.number.flatMap { bytes[$0] }, as: UTF8.self)
    }

    private func error(_ lines: [String]) -> ZoneError? {
        do {
            _ = try number(lines)
            return nil
        } catch {
            return error
        }
    }

    @Test func `the published specimens are read right`() throws {
        #expect(try number(ZoneWriter.specimenTD3) == "L898902C3")
        #expect(try number(ZoneWriter.specimenTD1) == "D23145890")
        #expect(try number(ZoneWriter.specimenLong) == "D23145890734")
        #expect(try MachineReadableZone(Array(ZoneWriter.specimenTD3.joined().utf8)).kind == .passport)
        #expect(try MachineReadableZone(Array(ZoneWriter.specimenTD1.joined().utf8)).kind == .other)
    }

    @Test func `a check digit is computed as part 3 of the standard shows it`() throws {
        #expect(CheckDigit.of("520727".utf8) == 3)
        #expect(CheckDigit.of("AB2134<<<".utf8) == 5)
        #expect(CheckDigit.of("D23145890734".utf8) == 9)
    }

    /// The standard's own limit: a character whose value is the same modulo 10 cannot be noticed.
    private func isUndetectable(_ read: UInt8, for written: UInt8) -> Bool {
        guard let read = CheckDigit.value(read), let written = CheckDigit.value(written) else { return false }
        return (read - written) % 10 == 0
    }

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<".utf8)

    /// Where a check digit looks: the fields, their digits and the composite one.
    private static func checkedPlaces(_ format: ZoneFormat) -> Set<Int> {
        Set(format.composite.joined()).union([format.compositeCheck])
    }

    @Test(arguments: [
        ZoneWriter.specimenTD3, ZoneWriter.specimenTD1, ZoneWriter.specimenLong, ZoneWriter.passport("C1234567"), ZoneWriter.card("GT1234567"),
    ])
    func `every single wrong character of the checked fields is caught, or is one that the standard cannot notice`(lines: [String]) throws {
        let right = Array(lines.joined().utf8)
        let zone = try MachineReadableZone(right)
        var (caught, undetectable) = (0, 0)
        for place in Self.checkedPlaces(zone.format) {
            for character in Self.alphabet where character != right[place] {
                var wrong = right
                wrong[place] = character
                if let error = error([String(decoding: wrong, as: UTF8.self)]) {
                    caught += 1
                    #expect((1...zone.format.lineCount).contains(error.line) && (1...zone.format.lineLength).contains(error.column))
                } else {
                    undetectable += 1
                    #expect(isUndetectable(character, for: right[place]), "place \(place): \(right[place]) read as \(character)")
                }
            }
        }
        // Of 36 wrong characters at a place at most four have the value of the right one modulo 10.
        #expect(caught >= 32 * Self.checkedPlaces(zone.format).count)
        #expect(undetectable > 0)
    }

    @Test func `a digit read as another digit is always caught`() throws {
        for lines in [ZoneWriter.specimenTD3, ZoneWriter.specimenTD1, ZoneWriter.specimenLong] {
            let right = Array(lines.joined().utf8)
            let format = try MachineReadableZone(right).format
            for place in Self.checkedPlaces(format) where (48...57).contains(right[place]) {
                for digit in UInt8(48)...57 where digit != right[place] {
                    var wrong = right
                    wrong[place] = digit
                    #expect(throws: ZoneError.self) { try MachineReadableZone(wrong) }
                }
            }
        }
    }

    @Test func `the place of a fault is told, and what it is`() throws {
        func changed(_ lines: [String], _ line: Int, _ column: Int, _ character: Character) -> [String] {
            var lines = lines
            var characters = Array(lines[line - 1])
            characters[column - 1] = character
            lines[line - 1] = String(characters)
            return lines
        }
        let cases: [(Int, Int, Character, ZoneError)] = [
            (2, 3, "8", ZoneError(.checkDigit(.documentNumber), line: 2, column: 10)),
            (2, 14, "8", ZoneError(.checkDigit(.birthDate), line: 2, column: 20)),
            (2, 14, "X", ZoneError(.content(.birthDate), line: 2, column: 14)),
            (2, 21, "X", ZoneError(.content(.sex), line: 2, column: 21)),
            (2, 23, "9", ZoneError(.checkDigit(.expiryDate), line: 2, column: 28)),
            (2, 30, "9", ZoneError(.checkDigit(.optionalData), line: 2, column: 43)),
            (2, 44, "9", ZoneError(.checkDigit(.composite), line: 2, column: 44)),
            (1, 20, "#", ZoneError(.character, line: 1, column: 20)),
            (1, 1, "V", ZoneError(.documentCode, line: 1, column: 1)),
        ]
        for (line, column, character, expected) in cases { #expect(error(changed(ZoneWriter.specimenTD3, line, column, character)) == expected) }
        #expect(error(changed(ZoneWriter.specimenTD1, 1, 8, "9")) == ZoneError(.checkDigit(.documentNumber), line: 1, column: 15))
        #expect(error(changed(ZoneWriter.specimenTD1, 2, 30, "7")) == ZoneError(.checkDigit(.composite), line: 2, column: 30))
        #expect(error(changed(ZoneWriter.specimenLong, 1, 16, "8")) == ZoneError(.checkDigit(.documentNumber), line: 1, column: 19))
        // The number's check digit is missing.
        #expect(error(changed(ZoneWriter.specimenTD1, 1, 15, "<")) == ZoneError(.checkDigit(.documentNumber), line: 1, column: 15))
    }

    @Test func `no message of a fault holds what was read`() throws {
        for fault: ZoneError.Fault in [.length, .incomplete, .character, .documentCode]
            + ZoneField.allCases.flatMap({ [.content($0), .checkDigit($0)] })
        {
            let error = ZoneError(fault, line: 2, column: 10)
            #expect(error.wording.en.contains("line 2, column 10") && error.wording.vi.contains("dòng 2, cột 10"))
        }
    }

    @Test(arguments: [0, 1, 43, 44, 60, 87, 89, 91, 200]) func `another length is no zone`(count: Int) throws {
        #expect(error([String(repeating: "<", count: count)])?.fault == .length)
    }

    @Test func `whatever number a document has, its zone gives it back`() throws {
        var generator = ZoneGenerator(seed: 9_303)
        for _ in 0..<500 {
            let passport = generator.number(5...9)
            #expect(try number(ZoneWriter.passport(passport)).filter { $0 != "<" } == passport)
            let card = generator.number(5...22)
            #expect(try number(ZoneWriter.card(card)).filter { $0 != "<" } == card)
        }
    }

    @Test func `no bytes make the parser fail otherwise than with a place`() throws {
        var generator = ZoneGenerator(seed: 5)
        for _ in 0..<5_000 {
            let count = [88, 90][Int.random(in: 0...1, using: &generator)]
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(throws: ZoneError.self) { try MachineReadableZone(bytes) }
        }
    }
}

/// SplitMix64, so that a failure can be had again.
struct ZoneGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }

    /// A number of letters and digits.
    mutating func number(_ lengths: ClosedRange<Int>) -> String {
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return String((0..<Int.random(in: lengths, using: &self)).map { _ in alphabet[Int.random(in: 0..<36, using: &self)] })
    }
}
