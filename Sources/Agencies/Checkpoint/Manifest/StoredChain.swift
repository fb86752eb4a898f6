import Client

/// The place after a message, as a store keeps it: two event ids.
struct StoredChain: Hashable, Sendable {
    let chain: MessageChain

    init(_ chain: MessageChain) { self.chain = chain }

    init?(_ text: String?) {
        guard let ids = text?.split(separator: " ").compactMap({ EventID($0) }), ids.count == 2 else { return nil }
        chain = MessageChain(correlation: ids[0], causation: ids[1])
    }

    /// Nil where no message is named that it follows from.
    var text: String? { chain.causation.map { "\(chain.correlation) \($0)" } }
}
