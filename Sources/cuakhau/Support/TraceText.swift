import Client

/// A chain for a person: each message under the one it follows from, with its receipts.
struct TraceText {
    private let messages: [TraceReport]
    private(set) var lines: [String] = []

    /// Deeper ones stand no further to the right.
    private static let depthMax = 8

    init(_ messages: [TraceReport]) {
        self.messages = messages
        let known = Set(messages.map(\.id))
        for message in messages where message.chain?.causation.map({ !known.contains($0) }) ?? true { append(message, depth: 0) }
    }

    static func consumer(_ receipt: TraceReport.Receipt) -> String {
        receipt.consumer.map { "\(receipt.principal)/\($0)" } ?? receipt.principal
    }

    private mutating func append(_ message: TraceReport, depth: Int) {
        let space = String(repeating: "  ", count: min(depth, Self.depthMax))
        let exercise = message.isExercise ? " (exercise)" : ""
        lines.append("\(space)\(message.position)  \(Times.text(microseconds: message.recordedAt))  \(message.type)  \(message.client)\(exercise)")
        lines.append("\(space)    id \(message.id)")
        for receipt in message.receipts {
            let time = receipt.at.map { "  \(Times.text(microseconds: $0))" } ?? ""
            let attempts = receipt.attempts > 0 ? "  after \(receipt.attempts) failed attempts" : ""
            lines.append("\(space)    \(Self.consumer(receipt))  \(receipt.state.rawValue)\(time)\(attempts)")
        }
        // A message cannot follow from itself, but a client may say so: later positions only.
        for next in messages where next.position > message.position && next.chain?.causation == message.id { append(next, depth: depth + 1) }
    }
}
