import Testing

@testable import Agencies

@Suite struct DocumentReaderTests {
    private let key = TokenKey(bytes: [UInt8](0..<32))

    private func token(_ number: String) throws -> DocumentToken { DocumentToken(try DocumentNumber(normalising: number.utf8), key: key) }

    /// - Parameter pieces: As they arrive.
    private func read(_ pieces: [String], _ mode: DocumentReader.Mode = .zones) -> [ScanReading] {
        var reader = DocumentReader(key: key, mode: mode)
        var readings: [ScanReading] = []
        for piece in pieces { readings += Array(piece.utf8).withUnsafeBytes { reader.take($0) } }
        return readings + reader.end()
    }

    private func codes(_ readings: [ScanReading]) -> [String] {
        readings.map {
            switch $0 {
            case .document: "document"
            case .refused(let refusal): "\(refusal.code) \(refusal.line ?? 0):\(refusal.column ?? 0)"
            }
        }
    }

    @Test func `lines are joined, whatever a scanner puts between them`() throws {
        let expected = [ScanReading.document(ScannedDocument(token: try token("L898902C3"), kind: .passport))]
        let lines = ZoneWriter.specimenTD3
        for text in [
            "\(lines[0])\n\(lines[1])\n", "\(lines[0])\r\(lines[1])\r", "\(lines[0])\r\n\(lines[1])\r\n", "\(lines[0])\(lines[1])\r",
            "\u{2}\(lines[0])\r\n\(lines[1])\u{3}", "  \(lines[0].lowercased())  \n\n\t\(lines[1])",
        ] {
            #expect(read([text]) == expected)
            // The same, one byte at a time.
            #expect(read(text.utf8.map { String(decoding: [$0], as: UTF8.self) }) == expected)
        }
        let card = [ScanReading.document(ScannedDocument(token: try token("D23145890734"), kind: .other))]
        #expect(read([ZoneWriter.specimenLong.joined(separator: "\n")]) == card)
        #expect(read([ZoneWriter.specimenLong.joined()]) == card)
    }

    @Test func `one scan after another`() throws {
        let text = [ZoneWriter.specimenTD3, ZoneWriter.specimenTD1, ZoneWriter.passport("C7654321")].joined().joined(separator: "\n")
        #expect(
            read([text]) == [
                .document(ScannedDocument(token: try token("L898902C3"), kind: .passport)),
                .document(ScannedDocument(token: try token("D23145890"), kind: .other)),
                .document(ScannedDocument(token: try token("C7654321"), kind: .passport)),
            ]
        )
    }

    @Test func `a zone that breaks off is told, and the next one is read`() throws {
        let (passport, card) = (ZoneWriter.specimenTD3, ZoneWriter.specimenTD1)
        let after = ZoneWriter.passport("P7654321")
        #expect(codes(read([[passport[0], after[0], after[1]].joined(separator: "\n")])) == ["incomplete 2:1", "document"])
        #expect(codes(read([[card[0], after[0], after[1]].joined(separator: "\n")])) == ["incomplete 2:1", "document"])
        #expect(codes(read([[card[0], card[1], card[0], card[1], card[2]].joined(separator: "\n")])) == ["incomplete 3:1", "document"])
        #expect(codes(read([[card[0], card[0], card[1], card[2]].joined(separator: "\n")])) == ["incomplete 2:1", "document"])
        #expect(codes(read([passport[0]])) == ["incomplete 2:1"])
        #expect(codes(read([[passport[1], after[0], after[1]].joined(separator: "\n")])) == ["document_code 1:1", "document"])
    }

    @Test func `a line of another length is told with its place`() throws {
        let (lines, after) = (ZoneWriter.specimenTD3, ZoneWriter.passport("C7654321"))
        #expect(codes(read([([lines[0], String(lines[1].dropLast(2))] + after).joined(separator: "\n")])) == ["length 2:43", "document"])
        #expect(codes(read([([lines[0] + "<<"] + after).joined(separator: "\n")])) == ["length 1:45", "document"])
        #expect(codes(read([String(repeating: "A", count: 100_000) + "\n" + after.joined(separator: "\n")])) == ["length 1:45", "document"])
        #expect(codes(read(["hello\n"])) == ["length 1:6"])
    }

    @Test func `a check digit that does not agree is told with its place, and the next one is read`() throws {
        let wrong = [ZoneWriter.specimenTD3[0], "L898903C36UTO7408122F1204159ZE184226B<<<<<10"]
        #expect(codes(read([(wrong + ZoneWriter.specimenTD1).joined(separator: "\n")])) == ["check_digit 2:10", "document"])
    }

    @Test func `one wrong character is told as one wrong zone, wherever it stands, and the next zone is read`() throws {
        let after = ZoneWriter.passport("B7654321")
        for zone in [
            ZoneWriter.passport("C7654321"), ZoneWriter.specimenTD3, ZoneWriter.card("C76543210"), ZoneWriter.specimenTD1, ZoneWriter.specimenLong,
        ] {
            for line in zone.indices {
                for column in zone[line].indices {
                    for character in ["O", "0", "B", "8", "<"] where String(zone[line][column]) != character {
                        var wrong = zone
                        wrong[line].replaceSubrange(column...column, with: character)
                        let codes = codes(read([(wrong + after).joined(separator: "\n")]))
                        #expect(codes.count == 2 && codes.last == "document", "\(codes)")
                        #expect(codes.first?.hasPrefix("incomplete") == false && codes.first?.hasPrefix("length") == false, "\(codes)")
                    }
                }
            }
        }
        var letter = ZoneWriter.passport("C7654321")
        letter[1].replaceSubrange(letter[1].index(letter[1].startIndex, offsetBy: 9)...letter[1].index(letter[1].startIndex, offsetBy: 9), with: "O")
        #expect(codes(read([letter.joined(separator: "\n")])) == ["content 2:10"])
    }

    @Test func `an interruption within a line takes nothing of it, and tells so`() throws {
        for (pieces, mode, expected) in [
            ("GT123456\nGT12345", .numbers(isTwice: false), ["document", "interrupted 0:0"]),
            ("GT123456\nGT123456", .numbers(isTwice: true), ["interrupted 0:0"]), ("GT123456\n", .numbers(isTwice: true), ["typed_once 0:0"]),
            ("GT123456\n", .numbers(isTwice: false), ["document"]),
            (ZoneWriter.specimenTD3.joined().dropLast().description, .zones, ["interrupted 0:0"]),
        ] as [(String, DocumentReader.Mode, [String])] {
            var reader = DocumentReader(key: key, mode: mode)
            var readings = Array(pieces.utf8).withUnsafeBytes { reader.take($0) }
            readings += reader.end(isInterrupted: true)
            #expect(codes(readings) == expected)
        }
    }

    @Test func `numbers of border passes are typed twice`() throws {
        let expected = ScanReading.document(ScannedDocument(token: try token("GT123456"), kind: .borderPass))
        #expect(read(["GT 123456\ngt123456\n"], .numbers(isTwice: true)) == [expected])
        #expect(read(["GT123456\nGT 12-3456\n"], .numbers(isTwice: false)) == [expected, expected])
        #expect(codes(read(["GT123456\nGT123465\n"], .numbers(isTwice: true))) == ["typed_differently 0:0"])
        #expect(codes(read(["GT123456"], .numbers(isTwice: true))) == ["typed_once 0:0"])
        #expect(codes(read(["GT*123456\n\nGT123456\n"], .numbers(isTwice: false))) == ["number 0:0", "document"])
        #expect(codes(read([String(repeating: "1", count: 500)], .numbers(isTwice: false))) == ["number 0:0"])
    }

    @Test func `whatever bytes come, the reader goes on`() throws {
        var generator = ZoneGenerator(seed: 11)
        for mode in [DocumentReader.Mode.zones, .numbers(isTwice: true), .numbers(isTwice: false)] {
            var reader = DocumentReader(key: key, mode: mode)
            for _ in 0..<300 {
                let lengths = [0, 1, 29, 30, 31, 43, 44, 45, 88, 90, 127, 128, 129, 700]
                let length = lengths[Int.random(in: 0..<lengths.count, using: &generator)]
                var bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
                if Bool.random(using: &generator) { bytes = Array(generator.number(1...90).utf8) }
                _ = (bytes + [10]).withUnsafeBytes { reader.take($0) }
            }
            _ = reader.end()
            let zone = Array((ZoneWriter.specimenTD3.joined(separator: "\n") + "\n").utf8)
            let last = zone.withUnsafeBytes { reader.take($0) }
            if mode == .zones { #expect(codes(last) == ["document"]) }
        }
    }
}
