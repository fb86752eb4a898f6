/// Keeps the leaves of messages that retention lets go of, so that the rest of their block can still be verified. Not `Sendable`: ``AuditWriter`` has it.
final class AuditLeafWriter {
    private let message: Statement
    private let insert: Statement
    private let blockOf: Statement
    private let isNeeded: Statement
    private let delete: Statement
    private let deleteHints: Statement
    private var label: [UInt8] = []

    init(_ connection: Connection) throws(JournalError) {
        message = try connection.prepare("SELECT \(Schema.messageColumns) FROM message WHERE position = ?")
        insert = try connection.prepare("INSERT INTO leaf (position, hash) VALUES (?, ?)")
        blockOf = try connection.prepare("SELECT first, count FROM block WHERE first <= ? ORDER BY first DESC LIMIT 1")
        isNeeded = try connection.prepare(
            """
            SELECT EXISTS (SELECT 1 FROM message WHERE position BETWEEN ?1 AND ?2) OR EXISTS (SELECT 1 FROM dead WHERE position BETWEEN ?1 AND ?2)
            """
        )
        delete = try connection.prepare("DELETE FROM leaf WHERE position BETWEEN ? AND ?")
        deleteHints = try connection.prepare("UPDATE block SET hints = x'' WHERE first = ?")
    }

    func keep(_ position: UInt64, _ names: AuditNames) throws(JournalError) {
        message.bind(1, position)
        guard try message.step() else { return }
        var bytes: [UInt8] = []
        let entry = message.storedMessage(into: &bytes)
        message.reset()
        guard try block(of: position) != nil else { return }
        let leaf = bytes.withUnsafeBytes { names.leaf(of: entry, in: $0, &label) }
        insert.bind(1, position)
        insert.bind(2, leaf.bytes)
        try insert.run()
    }

    func forget(_ positions: [UInt64]) throws(JournalError) {
        var last: UInt64 = 0
        for position in positions where position > last {
            guard let block = try block(of: position) else { continue }
            last = block.upperBound
            isNeeded.bind(1, block.lowerBound)
            isNeeded.bind(2, block.upperBound)
            let isKept = try isNeeded.step() && isNeeded.flag(0)
            isNeeded.reset()
            guard !isKept else { continue }
            delete.bind(1, block.lowerBound)
            delete.bind(2, block.upperBound)
            try delete.run()
            deleteHints.bind(1, block.lowerBound)
            try deleteHints.run()
        }
    }

    /// The positions of a message's block; nil: it is older than the chain.
    private func block(of position: UInt64) throws(JournalError) -> ClosedRange<UInt64>? {
        blockOf.bind(1, position)
        guard try blockOf.step() else { return nil }
        defer { blockOf.reset() }
        return blockOf.unsigned(0)...(blockOf.unsigned(0) + blockOf.unsigned(1) - 1)
    }
}
