/// Walks the fields of one protobuf message in place: bounds-checked, without decoding or allocating.
///
/// Groups (wire types 3 and 4) are malformed here: proto3 has none. The properties can be set only because inlined code must reach them.
public struct ProtobufReader {
    @usableFromInline let bytes: UnsafeRawBufferPointer
    /// Where the next field begins.
    public var offset = 0
    public var fieldNumber: UInt32 = 0
    /// 0: varint, 1: eight bytes, 2: length-delimited, 5: four bytes.
    public var wireType: UInt8 = 0
    /// The value of a varint field; of fixed ones, their bits.
    public var varint: UInt64 = 0
    /// Where a length-delimited field's bytes lie.
    public var payloadOffset = 0
    public var payloadCount = 0
    /// Whether the walk ended at something that is not protobuf.
    public var isMalformed = false

    @inlinable
    public init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Goes to the next field; false at the end, and at the first byte that is not protobuf.
    @inlinable
    public mutating func nextField() -> Bool {
        guard offset < bytes.count, !isMalformed else { return false }
        guard let tag = readShortVarint(), tag >> 3 != 0 else { return fail() }
        fieldNumber = tag >> 3
        wireType = UInt8(truncatingIfNeeded: tag & 7)
        switch wireType {
        case 0:
            guard let value = readVarint() else { return fail() }
            varint = value
        case 2:
            guard let count = readShortVarint(), Int(count) <= bytes.count - offset else { return fail() }
            payloadOffset = offset
            payloadCount = Int(count)
            offset += payloadCount
        case 1:
            guard bytes.count - offset >= 8 else { return fail() }
            varint = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        case 5:
            guard bytes.count - offset >= 4 else { return fail() }
            varint = UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
            offset += 4
        default: return fail()
        }
        return true
    }

    /// Reads one varint of a packed field; nil at the end and where it is malformed.
    @inlinable
    public mutating func nextPacked() -> UInt64? {
        guard offset < bytes.count, !isMalformed else { return nil }
        guard let value = readVarint() else {
            _ = fail()
            return nil
        }
        return value
    }

    @usableFromInline
    mutating func fail() -> Bool {
        isMalformed = true
        return false
    }

    /// A tag or a length: five bytes and 2^32 - 1 at most. Other readers refuse longer ones, also where they hold a small number.
    @inlinable
    mutating func readShortVarint() -> UInt32? {
        guard offset < bytes.count else { return nil }
        let first = bytes[offset]
        if first < 0x80 {
            offset += 1
            return UInt32(first)
        }
        var value: UInt32 = 0
        var shift: UInt32 = 0
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            // The fifth byte holds the last four bits, and ends it.
            if shift == 28, byte > 0x0f { return nil }
            value |= UInt32(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }

    @inlinable
    mutating func readVarint() -> UInt64? {
        guard offset < bytes.count else { return nil }
        let first = bytes[offset]
        if first < 0x80 {
            offset += 1
            return UInt64(first)
        }
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            // The tenth byte holds the 64th bit and nothing else.
            if shift == 63, byte > 1 { return nil }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
            if shift > 63 { return nil }
        }
        return nil
    }
}
