/// The bytes that a varint takes: 1 to 10.
@inlinable
public func varintSize(_ value: UInt64) -> Int {
    // Seven bits a byte; zero takes one.
    (70 - (value | 1).leadingZeroBitCount) / 7
}

extension [UInt8] {
    @inlinable
    public mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    @inlinable
    public mutating func appendTag(field: UInt32, wireType: UInt32) {
        appendVarint(UInt64(field << 3 | wireType))
    }

    @inlinable
    public mutating func appendField(_ field: UInt32, varint: UInt64) {
        appendTag(field: field, wireType: 0)
        appendVarint(varint)
    }

    @inlinable
    public mutating func appendField(_ field: UInt32, bytes: UnsafeRawBufferPointer) {
        appendTag(field: field, wireType: 2)
        appendVarint(UInt64(bytes.count))
        append(contentsOf: bytes)
    }
}
