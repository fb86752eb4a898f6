/// With its batch a consumer has settled every message from the first to the last position that it had not settled before, wanted or not.
public struct ReceiptRecord: Hashable, Sendable {
    public let consumer: UInt32
    public let positions: ClosedRange<UInt64>

    public init(consumer: UInt32, positions: ClosedRange<UInt64>) {
        self.consumer = consumer
        self.positions = positions
    }
}
