import Client

/// What a replay brought.
struct ReplayReport {
    private struct Line: Encodable {
        let type: String
        let messages: Int
    }

    private(set) var positions: ClosedRange<UInt64>?
    private(set) var types: [String: Int] = [:]
    var isInterrupted = false

    var count: Int { types.values.reduce(0, +) }

    mutating func note(_ delivery: Delivery) { note(delivery.position, delivery.type) }

    mutating func note(_ position: UInt64, _ type: String) {
        positions = min(positions?.lowerBound ?? position, position)...max(positions?.upperBound ?? position, position)
        types[type, default: 0] += 1
    }

    var summary: String {
        guard let positions else { return "no messages" }
        return count == 1
            ? "1 message, at position \(positions.lowerBound)" : "\(count) messages, positions \(positions.lowerBound) to \(positions.upperBound)"
    }

    /// The messages of each type.
    func lines(json: Bool) throws -> [String] {
        let counts = types.sorted { $0.key < $1.key }
        if json { return try counts.map { try JSONLine.text(Line(type: $0.key, messages: $0.value)) } }
        var table = TextTable(["TYPE", "MESSAGES"])
        for (type, count) in counts { table.append([type, "\(count)"]) }
        return table.lines
    }
}
