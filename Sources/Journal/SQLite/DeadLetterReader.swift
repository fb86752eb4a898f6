/// A reading connection's statements about dead letters. Not `Sendable`: ``SQLiteReader`` has it.
final class DeadLetterReader {
    private let connection: Connection
    private let message: Statement
    private let vault: VaultReader?

    /// A page ends before its keys and bodies have more bytes, but never before its first letter.
    static let pageBytesMax = 1 << 20
    static let pageCountMax = 1_000

    init(_ connection: Connection, _ vault: VaultReader?) throws(JournalError) {
        self.connection = connection
        self.vault = vault
        message = try connection.prepare("SELECT \(Schema.messageColumns) FROM dead WHERE consumer = ? AND position = ?")
    }

    /// The copy of a message that died with a consumer; nil where it did not. Its key and body go to the end of the bytes.
    func message(of letter: Letter, into bytes: inout [UInt8]) throws(JournalError) -> MessageEntry? {
        message.bind(1, Int64(letter.consumer))
        message.bind(2, letter.position)
        guard try message.step() else { return nil }
        defer { message.reset() }
        return try message.message(into: &bytes, vault)
    }

    func page(_ query: DeadLetterQuery) throws(JournalError) -> DeadLetterPage {
        let countMax = min(max(query.countMax, 1), Self.pageCountMax)
        let rows = try rows(query, countMax: countMax + 1)
        var bytes: [UInt8] = []
        var letters: [DeadLetter] = []
        while try rows.step() {
            let size = bytes.count + rows.bytes(8).count + rows.bytes(9).count
            guard letters.isEmpty || (letters.count < countMax && size <= Self.pageBytesMax) else {
                defer { rows.reset() }
                return DeadLetterPage(bytes: bytes, letters: letters, next: rows.unsigned(12))
            }
            letters.append(
                DeadLetter(
                    letter: Letter(consumer: UInt32(truncatingIfNeeded: rows.integer(13)), position: rows.unsigned(0)),
                    attempts: UInt32(truncatingIfNeeded: rows.integer(14)),
                    at: rows.integer(15),
                    history: Array(rows.bytes(16)),
                    isBlocking: rows.flag(17),
                    isRetrying: rows.flag(18),
                    message: try rows.message(into: &bytes, vault)
                )
            )
        }
        return DeadLetterPage(bytes: bytes, letters: letters, next: nil)
    }

    /// The letters are chosen by number first, so that SQLite never sorts their bodies. A list is one parameter, however long it is.
    private func rows(_ query: DeadLetterQuery, countMax: Int) throws(JournalError) -> Statement {
        var conditions = ["id >= ?1"]
        if query.consumers != nil { conditions.append("consumer IN (SELECT value FROM json_each(?2))") }
        if query.position != nil { conditions.append("position = ?3") }
        if query.types != nil { conditions.append("type IN (SELECT value FROM json_each(?4))") }
        if query.key != nil { conditions.append("key IN (?5, ?9)") }
        if query.times != nil { conditions.append("dead_at BETWEEN ?6 AND ?7") }
        let rows = try connection.prepare(
            """
            SELECT \(Schema.messageColumns), id, consumer, attempts, dead_at, history, is_blocking, is_retrying FROM dead
            WHERE id IN (SELECT id FROM dead WHERE \(conditions.joined(separator: " AND ")) ORDER BY id LIMIT ?8) ORDER BY id
            """
        )
        rows.bind(1, Int64(clamping: query.from))
        if let consumers = query.consumers { rows.bind(2, Self.list(consumers)) }
        if let position = query.position { rows.bind(3, position) }
        if let types = query.types { rows.bind(4, Self.list(types)) }
        if let key = query.key {
            rows.bind(5, key)
            rows.bind(9, try vault?.tag(ofKey: key) ?? key)
        }
        if let times = query.times {
            rows.bind(6, times.lowerBound)
            rows.bind(7, times.upperBound)
        }
        rows.bind(8, Int64(countMax))
        return rows
    }

    private static func list(_ numbers: [some FixedWidthInteger]) -> String { "[\(numbers.map { String($0) }.joined(separator: ","))]" }
}
