/// Messages delivered at a position in `first ... last` under one lease; lease 0: under any.
package struct LeaseRange: Hashable, Sendable {
    package var first: UInt64
    package var last: UInt64
    package var lease: UInt64

    package init(_ positions: ClosedRange<UInt64>, lease: UInt64 = 0) {
        first = positions.lowerBound
        last = positions.upperBound
        self.lease = lease
    }

    package var positions: ClosedRange<UInt64> { first...last }
}
