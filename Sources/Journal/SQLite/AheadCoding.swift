/// What a consumer has settled after its position, as bytes of one column: for each range its distance from the one before and its length, as
/// varints. A consumer that runs ahead here and there has a few bytes a range.
///
/// Absolute, not counted from the consumer's position: the position moves on without its ranges being written anew.
enum AheadCoding {
    /// - Throws: ``JournalError/Code/misuse`` where the ranges overlap or do not rise.
    static func encode(_ ranges: [ClosedRange<UInt64>]) throws(JournalError) -> [UInt8] {
        var bytes: [UInt8] = []
        // The lowest bound that the next range can have; nil: there is no room for another.
        var lowest: UInt64? = 0
        for range in ranges {
            guard let least = lowest, range.lowerBound >= least else {
                throw JournalError(.misuse, "what a consumer has settled ahead is not in rising order")
            }
            append(range.lowerBound - least, to: &bytes)
            append(range.upperBound - range.lowerBound, to: &bytes)
            lowest = range.upperBound == .max ? nil : range.upperBound + 1
        }
        return bytes
    }

    /// Takes only what ``encode(_:)`` makes.
    ///
    /// - Throws: ``JournalError/Code/damaged`` for all other bytes.
    static func decode(_ bytes: UnsafeRawBufferPointer) throws(JournalError) -> [ClosedRange<UInt64>] {
        var ranges: [ClosedRange<UInt64>] = []
        var rest = bytes[...]
        var lowest: UInt64? = 0
        while !rest.isEmpty {
            guard let least = lowest, let distance = takeVarint(from: &rest), let length = takeVarint(from: &rest) else { throw damaged }
            let (lower, isTooFar) = least.addingReportingOverflow(distance)
            let (upper, isTooLong) = lower.addingReportingOverflow(length)
            guard !isTooFar, !isTooLong else { throw damaged }
            ranges.append(lower...upper)
            lowest = upper == .max ? nil : upper + 1
        }
        return ranges
    }

    private static var damaged: JournalError {
        JournalError(.damaged, "what a consumer has settled ahead cannot be read: keep the file for inspection, and restore the last backup")
    }

    private static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        while rest > 0x7f {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Nil where the bytes end too early, have more than 64 bits, or are longer than they need to be.
    private static func takeVarint(from rest: inout Slice<UnsafeRawBufferPointer>) -> UInt64? {
        var value: UInt64 = 0
        var shift = 0
        while shift < 64, let byte = rest.popFirst() {
            let part = UInt64(byte & 0x7f)
            // The tenth byte has room for one bit.
            guard shift < 63 || part <= 1 else { return nil }
            value |= part << UInt64(shift)
            if byte & 0x80 == 0 { return byte == 0 && shift > 0 ? nil : value }
            shift += 7
        }
        return nil
    }
}
