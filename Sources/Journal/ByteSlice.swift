/// A part of a segment's bytes.
@frozen
public struct ByteSlice: Hashable, Sendable {
    public var offset: UInt32
    public var count: UInt32

    @inlinable
    public init(offset: UInt32, count: UInt32) {
        self.offset = offset
        self.count = count
    }

    @inlinable
    public var range: Range<Int> { Int(offset)..<(Int(offset) + Int(count)) }
}
