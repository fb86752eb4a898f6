/// Where a message stands in a chain of messages that follow from each other: an order, the manifest it led to, the exit, the loan. The gateway
/// carries it, and shows a chain to those who may see its messages.
public struct MessageChain: Hashable, Sendable {
    /// The chain: the id of its first message.
    public let correlation: EventID
    /// The message that this one follows from; nil: none is named.
    public let causation: EventID?

    public init(correlation: EventID, causation: EventID? = nil) {
        self.correlation = correlation
        self.causation = causation
    }

    /// The place after a message that this agency received: in its chain, or in one that begins with it.
    public init(following delivery: Delivery) {
        self.init(correlation: delivery.chain?.correlation ?? delivery.id, causation: delivery.id)
    }

    /// The place after a message of this agency's own.
    public init(following message: OutgoingMessage) {
        self.init(correlation: message.chain?.correlation ?? message.id, causation: message.id)
    }

    /// Reads 16 or 32 bytes; nil for any other number of them.
    init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 || bytes.count == 32, let correlation = EventID(bytes: bytes.prefix(16)) else { return nil }
        self.init(correlation: correlation, causation: EventID(bytes: bytes.dropFirst(16)))
    }

    /// 16 or 32 bytes.
    var bytes: [UInt8] { correlation.withBytes { Array($0) } + (causation?.withBytes { Array($0) } ?? []) }
}
