/// `google.protobuf.Timestamp`, on bytes.
enum TimestampBytes {
    /// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z, the type's own range.
    private static let seconds: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    /// Microseconds since 1970, rounded down; nil where it is malformed or out of range.
    ///
    /// The message is closed: it never gets another field, and a view passes it on whole. So any other field is refused.
    static func microseconds(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        var reader = ProtobufReader(bytes)
        var seconds: Int64 = 0
        var nanoseconds: Int64 = 0
        var seen: UInt32 = 0
        while reader.nextField() {
            guard reader.fieldNumber <= 2, reader.wireType == 0, seen >> reader.fieldNumber & 1 == 0 else { return nil }
            seen |= 1 << reader.fieldNumber
            if reader.fieldNumber == 1 {
                seconds = Int64(bitPattern: reader.varint)
            } else {
                nanoseconds = Int64(bitPattern: reader.varint)
            }
        }
        guard !reader.isMalformed, Self.seconds.contains(seconds), (0..<1_000_000_000).contains(nanoseconds) else { return nil }
        return seconds * 1_000_000 + nanoseconds / 1_000
    }
}
