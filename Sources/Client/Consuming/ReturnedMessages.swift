/// The messages of a consumer without leases that were answered otherwise than with an acknowledgement, in the order of positions.
///
/// The gateway delivers them again, after later ones, or not at all. So they must be told from messages that were acknowledged in a session
/// that ended before the gateway heard it: those are acknowledged again, these are handed out again.
struct ReturnedMessages {
    private struct Message {
        let position: UInt64
        let recordedAt: Int64
        /// Given up: it comes again only where a person tries its dead letter again.
        let isFinal: Bool
    }

    private var messages: [Message] = []

    /// The gateway holds so many messages of a consumer from the first unsettled one on, and what was settled here and comes again lies before
    /// what it says in SUBSCRIBED: so the lowest half of more than these is not needed.
    static let countMax = 32_768

    var isEmpty: Bool { messages.isEmpty }
    var count: Int { messages.count }
    /// The first one that is not given up.
    var firstOpen: UInt64? { messages.first { !$0.isFinal }?.position }

    mutating func insert(_ position: UInt64, recordedAt: Int64, isFinal: Bool) {
        let message = Message(position: position, recordedAt: recordedAt, isFinal: isFinal)
        let index = lowerBound(position)
        if index < messages.count, messages[index].position == position {
            messages[index] = message
        } else {
            messages.insert(message, at: index)
        }
        if messages.count > Self.countMax { messages.removeFirst(Self.countMax / 2) }
    }

    func contains(_ position: UInt64, recordedAt: Int64) -> Bool {
        let index = lowerBound(position)
        return index < messages.count && messages[index].position == position && messages[index].recordedAt == recordedAt
    }

    mutating func remove(_ position: UInt64) {
        let index = lowerBound(position)
        if index < messages.count, messages[index].position == position { messages.remove(at: index) }
    }

    mutating func removeAll(before position: UInt64) { messages.removeFirst(lowerBound(position)) }
    mutating func removeAll(from position: UInt64) { messages.removeSubrange(lowerBound(position)...) }

    private func lowerBound(_ position: UInt64) -> Int {
        // What is answered lies mostly at the end.
        if let last = messages.last, last.position < position { return messages.count }
        var low = 0
        var high = messages.count
        while low < high {
            let middle = (low + high) / 2
            if messages[middle].position < position { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
