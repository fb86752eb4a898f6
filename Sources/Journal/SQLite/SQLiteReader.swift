import GRDBSQLite

/// A connection that cannot write.
final class SQLiteReader: JournalReader {
    private let connection: Connection
    private let messages: Statement
    private let messageAt: Statement
    private let run: Statement
    private let bounds: Statement
    private let time: Statement
    private let dead: DeadLetterReader
    private let trace: TraceReader
    private let vault: VaultReader?

    /// The most rows that one page looks at, wanted or not: a few milliseconds.
    static let rowsMax = 20_000

    init(path: String, _ vault: JournalVault?, _ keyring: SubjectKeyring) throws(JournalError) {
        connection = try Connection(path: path, isReadOnly: true)
        try connection.execute("PRAGMA query_only = ON; PRAGMA mmap_size = 0; PRAGMA cache_size = -8192; PRAGMA trusted_schema = OFF")
        messages = try connection.prepare(
            "SELECT \(Schema.messageColumns) FROM message WHERE position >= ? AND position <= ? ORDER BY position"
        )
        messageAt = try connection.prepare("SELECT \(Schema.messageColumns) FROM message WHERE position = ?")
        run = try connection.prepare(
            """
            SELECT first_sequence, count, first_position FROM run WHERE client = ? AND first_sequence <= ? ORDER BY first_sequence DESC LIMIT 1
            """
        )
        bounds = try connection.prepare("SELECT min(position), max(position) FROM message")
        time = try connection.prepare("SELECT position, recorded_at FROM message WHERE position >= ? ORDER BY position LIMIT 1")
        self.vault = if let vault { try VaultReader(connection, vault, keyring) } else { nil }
        dead = try DeadLetterReader(connection, self.vault)
        trace = try TraceReader(connection, self.vault)
    }

    func page(
        from: UInt64,
        through: UInt64,
        types: TypeSelection,
        key: [UInt8]?,
        countMax: Int,
        bytesMax: Int
    ) throws(JournalError) -> JournalPage {
        guard from <= through else { return JournalPage(segment: MessageSegment(bytes: [], entries: []), next: from) }
        let wanted = Wanted(types)
        var bytes: [UInt8] = []
        var entries: [MessageEntry] = []
        var rows = 0
        // An encrypted message's key is a tag.
        let tag: [UInt8]? = if let key { try vault?.tag(ofKey: key) } else { nil }
        func isOfKey(_ stored: UnsafeRawBufferPointer) -> Bool {
            guard let key else { return true }
            return stored.elementsEqual(key) || tag.map { stored.elementsEqual($0) } ?? false
        }
        messages.bind(1, from)
        messages.bind(2, through)
        defer { messages.reset() }
        while try messages.step() {
            let position = messages.unsigned(0)
            let type = UInt16(truncatingIfNeeded: messages.integer(3))
            rows += 1
            if wanted.contains(type), isOfKey(messages.bytes(8)) {
                let (keyBytes, body) = (messages.bytes(8), messages.bytes(9))
                let isFull = !entries.isEmpty && bytes.count + keyBytes.count + body.count > bytesMax
                guard !isFull else {
                    return JournalPage(segment: MessageSegment(bytes: bytes, entries: entries), next: position)
                }
                entries.append(try messages.message(into: &bytes, vault))
            }
            if entries.count >= countMax || rows >= Self.rowsMax {
                return JournalPage(segment: MessageSegment(bytes: bytes, entries: entries), next: position + 1)
            }
        }
        return JournalPage(segment: MessageSegment(bytes: bytes, entries: entries), next: through + 1)
    }

    func messages(at positions: [UInt64], consumer: UInt32?) throws(JournalError) -> MessageSegment {
        var bytes: [UInt8] = []
        var entries: [MessageEntry] = []
        entries.reserveCapacity(positions.count)
        for position in positions {
            messageAt.bind(1, position)
            defer { messageAt.reset() }
            // The log first: whatever it lets go of after that look is a dead letter by then, or wanted no more.
            if try messageAt.step() {
                entries.append(try messageAt.message(into: &bytes, vault))
            } else if let consumer, let entry = try dead.message(of: Letter(consumer: consumer, position: position), into: &bytes) {
                entries.append(entry)
            }
        }
        return MessageSegment(bytes: bytes, entries: entries)
    }

    func deadLetters(_ query: DeadLetterQuery) throws(JournalError) -> DeadLetterPage { try dead.page(query) }

    /// Times never fall with positions: the place is found by halving.
    func position(atOrAfter wantedTime: Int64) throws(JournalError) -> UInt64? {
        guard try bounds.step() else { return nil }
        var low = bounds.unsigned(0)
        let last = bounds.unsigned(1)
        bounds.reset()
        guard last > 0 else { return nil }
        var high = last + 1
        while low < high {
            let middle = low + (high - low) / 2
            time.bind(1, middle)
            guard try time.step() else {
                high = middle
                continue
            }
            let (position, recordedAt) = (time.unsigned(0), time.integer(1))
            time.reset()
            if recordedAt >= wantedTime { high = middle } else { low = position + 1 }
        }
        return low <= last ? low : nil
    }

    func find(idHigh: UInt64, idLow: UInt64, from: UInt64, through: UInt64) throws(JournalError) -> FoundMessage {
        try trace.find(idHigh: idHigh, idLow: idLow, from: from, through: through)
    }

    func chain(_ correlation: [UInt8], from: UInt64, countMax: Int, bytesMax: Int) throws(JournalError) -> JournalPage {
        try trace.chain(correlation, from: from, countMax: countMax, bytesMax: bytesMax)
    }

    func runs(of clients: [UInt32], from: UInt64) throws(JournalError) -> [ClientRun] { try trace.runs(of: clients, from: from) }

    func fates(of letters: [Letter]) throws(JournalError) -> [Fate] {
        var fates: [Fate] = []
        fates.reserveCapacity(letters.count)
        for letter in letters { fates.append(try trace.fate(of: letter)) }
        return fates
    }

    func compare(_ segment: MessageSegment) throws(JournalError) -> [ProbeResult] {
        var results: [ProbeResult] = []
        results.reserveCapacity(segment.entries.count)
        for entry in segment.entries { results.append(try compare(entry, segment)) }
        return results
    }

    private func compare(_ entry: MessageEntry, _ segment: MessageSegment) throws(JournalError) -> ProbeResult {
        run.bind(1, Int64(entry.client))
        run.bind(2, entry.clientSequence)
        guard try run.step() else { return .absent }
        let (first, count, firstPosition) = (run.unsigned(0), run.unsigned(1), run.unsigned(2))
        run.reset()
        guard entry.clientSequence - first < count else { return .absent }
        let position = firstPosition + (entry.clientSequence - first)
        messageAt.bind(1, position)
        guard try messageAt.step() else {
            // Removed by retention: that it was the same cannot be seen any more, that it was confirmed can.
            return .same(position)
        }
        defer { messageAt.reset() }
        var bytes: [UInt8] = []
        let stored = try messageAt.message(into: &bytes, vault)
        let isSame =
            stored.type == entry.type && stored.isExercise == entry.isExercise && stored.idHigh == entry.idHigh && stored.idLow == entry.idLow
            && (stored.condition == .erased || bytes[stored.body.range].elementsEqual(segment.bytes[entry.body.range]))
            && bytes[stored.chain.range].elementsEqual(segment.bytes[entry.chain.range])
        return isSame ? .same(position) : .different
    }

    private struct Wanted {
        private let isAll: Bool
        private let types: Set<UInt16>

        init(_ selection: TypeSelection) {
            switch selection {
            case .all: (isAll, types) = (true, [])
            case .only(let list): (isAll, types) = (false, Set(list))
            }
        }

        func contains(_ type: UInt16) -> Bool { isAll || types.contains(type) }
    }
}
