import Testing

@testable import Journal

@Suite struct AheadCodingTests {
    private func decode(_ bytes: [UInt8]) throws -> [ClosedRange<UInt64>] {
        try bytes.withUnsafeBytes { (bytes) throws(JournalError) in try AheadCoding.decode(bytes) }
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `ranges come back as they were`(seed: UInt64) throws {
        var random = Seeded(seed)
        var ranges: [ClosedRange<UInt64>] = []
        var next = UInt64.random(in: 0...1_000_000, using: &random)
        for _ in 0..<Int.random(in: 0...200, using: &random) {
            let bits = UInt64.random(in: 0...50, using: &random)
            let upper = next + UInt64.random(in: 0...(1 << bits), using: &random)
            ranges.append(next...upper)
            next = upper + 1 + UInt64.random(in: 0...300, using: &random)
        }
        #expect(try decode(AheadCoding.encode(ranges)) == ranges, "seed \(seed)")
    }

    @Test func `the ends of what there is come back too`() throws {
        for ranges: [ClosedRange<UInt64>] in [[], [0...0], [0...(.max)], [.max ... .max], [0...5, .max ... .max], [1...1, 2...2]] {
            #expect(try decode(AheadCoding.encode(ranges)) == ranges)
        }
        #expect(try AheadCoding.encode([3...4, 130...130]) == [3, 1, 125, 0])
    }

    @Test func `ranges that do not rise are a mistake`() {
        for ranges: [ClosedRange<UInt64>] in [[5...9, 9...12], [5...9, 1...2], [5...(.max), 7...8]] {
            let error = #expect(throws: JournalError.self) { try AheadCoding.encode(ranges) }
            #expect(error?.code == .misuse)
        }
    }

    @Test func `malformed bytes are refused`() {
        let largest: [UInt8] = [UInt8](repeating: 0xff, count: 9) + [1]
        let malformed: [[UInt8]] = [
            [1], [1, 0x80], [0x80], [1, 2, 3],
            // Longer than need be; more than 64 bits; eleven bytes.
            [0x80, 0, 1], [UInt8](repeating: 0xff, count: 9) + [2, 0], [UInt8](repeating: 0x80, count: 10) + [1, 0],
            // Past the last position: by the distance, by the length, after the last.
            [1, 0] + largest + [0], [1] + largest, [0] + largest + [0, 0],
        ]
        for bytes in malformed {
            let error = #expect(throws: JournalError.self, "\(bytes)") { try decode(bytes) }
            #expect(error?.code == .damaged)
        }
    }

    @Test(arguments: 0..<2_000 as Range<UInt64>)
    func `any bytes are refused, or are the one way to write their ranges`(seed: UInt64) throws {
        var random = Seeded(seed)
        var bytes: [UInt8] = (0..<Int.random(in: 0...40, using: &random)).map { _ in
            // Often with the bit that says that more follows, so that long numbers come up.
            UInt8.random(in: 0...255, using: &random) | (Int.random(in: 0..<3, using: &random) == 0 ? 0x80 : 0)
        }
        if Bool.random(using: &random), !bytes.isEmpty { bytes[bytes.count - 1] &= 0x7f }
        do {
            #expect(try AheadCoding.encode(decode(bytes)) == bytes, "seed \(seed)")
        } catch let error as JournalError {
            #expect(error.code == .damaged, "seed \(seed)")
        }
    }
}
