import Client

/// A place in a chain of messages as a store has it: the chain and the message, each as a UUID.
extension MessageChain {
    var stored: String { causation.map { "\(correlation) \($0)" } ?? "\(correlation)" }

    init?(stored text: String) {
        let parts = text.split(separator: " ")
        guard let first = parts.first, let correlation = EventID(first) else { return nil }
        self.init(correlation: correlation, causation: parts.count > 1 ? EventID(parts[1]) : nil)
    }
}
