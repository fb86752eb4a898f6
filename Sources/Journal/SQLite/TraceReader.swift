/// A reading connection's statements about chains and what became of messages. Not `Sendable`: ``SQLiteReader`` has it.
final class TraceReader {
    private let find: Statement
    private let chain: Statement
    private let dead: Statement
    private let resolution: Statement
    private let receipt: Statement
    private let run: Statement

    /// The most rows that one search looks at: a few milliseconds.
    static let rowsMax: UInt64 = 20_000

    private let vault: VaultReader?

    init(_ connection: Connection, _ vault: VaultReader?) throws(JournalError) {
        self.vault = vault
        find = try connection.prepare("SELECT position FROM message WHERE position BETWEEN ? AND ? AND id_high = ? AND id_low = ? LIMIT 1")
        chain = try connection.prepare(
            "SELECT \(Schema.messageColumns) FROM message WHERE correlation = ? AND position >= ? ORDER BY position LIMIT ?"
        )
        run = try connection.prepare(
            "SELECT first_sequence, count, first_position FROM run WHERE client = ? ORDER BY first_sequence DESC LIMIT 1000"
        )
        dead = try connection.prepare("SELECT dead_at, attempts, is_retrying FROM dead WHERE consumer = ? AND position = ?")
        resolution = try connection.prepare("SELECT is_discarded, at FROM resolution WHERE consumer = ? AND position = ?")
        // Receipts hardly ever overlap: the first that ends at a position or later is the one, or one of the next few.
        receipt = try connection.prepare(
            """
            SELECT at FROM (SELECT first, last, at FROM receipt WHERE consumer = ?1 AND last >= ?2 ORDER BY last LIMIT 8)
            WHERE first <= ?2 ORDER BY at LIMIT 1
            """
        )
    }

    func find(idHigh: UInt64, idLow: UInt64, from: UInt64, through: UInt64) throws(JournalError) -> FoundMessage {
        guard from <= through else { return FoundMessage(position: nil, next: from) }
        let last = min(through, from + Self.rowsMax - 1)
        find.bind(1, from)
        find.bind(2, last)
        find.bind(3, idHigh)
        find.bind(4, idLow)
        guard try find.step() else { return FoundMessage(position: nil, next: last + 1) }
        defer { find.reset() }
        return FoundMessage(position: find.unsigned(0), next: last + 1)
    }

    func chain(_ correlation: [UInt8], from: UInt64, countMax: Int, bytesMax: Int) throws(JournalError) -> JournalPage {
        var bytes: [UInt8] = []
        var entries: [MessageEntry] = []
        chain.bind(1, correlation)
        chain.bind(2, from)
        chain.bind(3, Int64(countMax) + 1)
        defer { chain.reset() }
        while try chain.step() {
            let isFull = entries.count == countMax || (!entries.isEmpty && bytes.count + chain.bytes(9).count > bytesMax)
            guard !isFull else {
                return JournalPage(segment: MessageSegment(bytes: bytes, entries: entries), next: chain.unsigned(0))
            }
            entries.append(try chain.message(into: &bytes, vault))
        }
        return JournalPage(segment: MessageSegment(bytes: bytes, entries: entries), next: 0)
    }

    func runs(of clients: [UInt32], from: UInt64) throws(JournalError) -> [ClientRun] {
        var runs: [ClientRun] = []
        for client in clients {
            run.bind(1, Int64(client))
            while try run.step() {
                let (sequence, count, position) = (run.unsigned(0), run.unsigned(1), run.unsigned(2))
                guard position + count > from else {
                    run.reset()
                    break
                }
                runs.append(
                    ClientRun(client: client, firstSequence: sequence, count: UInt32(truncatingIfNeeded: count), firstPosition: position)
                )
            }
        }
        return runs
    }

    func fate(of letter: Letter) throws(JournalError) -> Fate {
        if try found(dead, letter) {
            defer { dead.reset() }
            return .dead(at: dead.integer(0), attempts: UInt32(truncatingIfNeeded: dead.integer(1)), isRetrying: dead.flag(2))
        }
        if try found(resolution, letter) {
            defer { resolution.reset() }
            let at = resolution.integer(1)
            return resolution.flag(0) ? .discarded(at: at) : .settled(at: at)
        }
        guard try found(receipt, letter) else { return .open }
        defer { receipt.reset() }
        return .settled(at: receipt.integer(0))
    }

    private func found(_ statement: Statement, _ letter: Letter) throws(JournalError) -> Bool {
        statement.bind(1, Int64(letter.consumer))
        statement.bind(2, letter.position)
        return try statement.step()
    }
}
