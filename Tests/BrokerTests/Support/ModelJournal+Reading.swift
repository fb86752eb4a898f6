import Journal

extension ModelJournal: JournalReader {
    /// A page of dead letters has no more bytes of keys and bodies, but one letter at least.
    private static let deadLetterBytesMax = 1 << 20

    func page(
        from: UInt64,
        through: UInt64,
        types: TypeSelection,
        key: [UInt8]?,
        countMax: Int,
        bytesMax: Int
    ) throws(JournalError) -> JournalPage {
        if let failure { throw JournalError(failure, "a test says so") }
        var bytes: [UInt8] = []
        var entries: [MessageEntry] = []
        var next = from
        while next <= min(through, lastPosition), entries.count < min(countMax, pageMessagesMax) {
            let position = next
            next += 1
            guard let message = stored(at: position) else { continue }
            if case .only(let wanted) = types, !wanted.contains(message.entry.type) { continue }
            if let key, message.key != key { continue }
            entries.append(message.copied(into: &bytes))
        }
        return JournalPage(segment: MessageSegment(bytes: bytes, entries: entries), next: next)
    }

    func messages(at positions: [UInt64], consumer: UInt32?) throws(JournalError) -> MessageSegment {
        if let failure { throw JournalError(failure, "a test says so") }
        var bytes: [UInt8] = []
        var entries: [MessageEntry] = []
        for position in positions {
            let copy = consumer.flatMap { letters.deadLetter(Letter(consumer: $0, position: position))?.message }
            guard let message = stored(at: position) ?? copy else { continue }
            entries.append(message.copied(into: &bytes))
        }
        return MessageSegment(bytes: bytes, entries: entries)
    }

    func deadLetters(_ query: DeadLetterQuery) throws(JournalError) -> DeadLetterPage {
        if let failure { throw JournalError(failure, "a test says so") }
        let countMax = min(max(query.countMax, 1), 1_000, pageMessagesMax)
        var bytes: [UInt8] = []
        var found: [DeadLetter] = []
        for dead in letters.dead where query.wants(dead) {
            let size = bytes.count + dead.message.key.count + dead.message.body.count
            guard found.isEmpty || (found.count < countMax && size <= Self.deadLetterBytesMax) else {
                return DeadLetterPage(bytes: bytes, letters: found, next: dead.id)
            }
            found.append(
                DeadLetter(
                    letter: dead.record.letter,
                    attempts: dead.record.attempts,
                    at: dead.record.at,
                    history: dead.record.history,
                    isBlocking: dead.isBlocking,
                    isRetrying: dead.isRetrying,
                    message: dead.message.copied(into: &bytes)
                )
            )
        }
        return DeadLetterPage(bytes: bytes, letters: found, next: nil)
    }

    func position(atOrAfter time: Int64) throws(JournalError) -> UInt64? {
        if let failure { throw JournalError(failure, "a test says so") }
        return messages.first { stored(at: $0.entry.position) != nil && $0.entry.recordedAt >= time }?.entry.position
    }

    func find(idHigh: UInt64, idLow: UInt64, from: UInt64, through: UInt64) throws(JournalError) -> FoundMessage {
        if let failure { throw JournalError(failure, "a test says so") }
        let last = min(through, from + UInt64(pageMessagesMax) - 1)
        let found = messages.first { message in
            message.entry.idHigh == idHigh && message.entry.idLow == idLow && message.entry.position >= from
                && message.entry.position <= last && stored(at: message.entry.position) != nil
        }
        return FoundMessage(position: found?.entry.position, next: last + 1)
    }

    func chain(_ correlation: [UInt8], from: UInt64, countMax: Int, bytesMax: Int) throws(JournalError) -> JournalPage {
        if let failure { throw JournalError(failure, "a test says so") }
        let found = messages.filter { message in
            message.entry.position >= from && stored(at: message.entry.position) != nil && !message.chain.isEmpty
                && message.chain.prefix(16).elementsEqual(correlation)
        }
        var bytes: [UInt8] = []
        let countMax = min(countMax, pageMessagesMax)
        let entries = found.prefix(countMax).map { $0.copied(into: &bytes) }
        let next = found.count > countMax ? found[countMax].entry.position : 0
        return JournalPage(segment: MessageSegment(bytes: bytes, entries: entries), next: next)
    }

    func runs(of clients: [UInt32], from: UInt64) throws(JournalError) -> [ClientRun] {
        if let failure { throw JournalError(failure, "a test says so") }
        return messages.filter { clients.contains($0.entry.client) && $0.entry.position >= from }.map {
            ClientRun(client: $0.entry.client, firstSequence: $0.entry.clientSequence, count: 1, firstPosition: $0.entry.position)
        }
    }

    func fates(of letters: [Letter]) throws(JournalError) -> [Fate] {
        if let failure { throw JournalError(failure, "a test says so") }
        return letters.map { letter in
            guard let dead = self.letters.deadLetter(letter) else { return receipts.fate(of: letter) }
            return .dead(at: dead.record.at, attempts: dead.record.attempts, isRetrying: dead.isRetrying)
        }
    }

    func compare(_ segment: MessageSegment) throws(JournalError) -> [ProbeResult] {
        if let failure { throw JournalError(failure, "a test says so") }
        return segment.entries.map { entry in
            guard let position = position(of: entry.client, entry.clientSequence) else { return .absent }
            guard let stored = stored(at: position) else { return .same(position) }
            let isSame =
                stored.entry.type == entry.type && stored.entry.isExercise == entry.isExercise && stored.entry.idHigh == entry.idHigh
                && stored.entry.idLow == entry.idLow && stored.body == Array(segment.bytes[entry.body.range])
                && stored.chain == Array(segment.bytes[entry.chain.range])
            return isSame ? .same(position) : .different
        }
    }
}

extension ModelJournal.Message {
    /// The entry, with its key, body and chain at the end of other bytes.
    fileprivate func copied(into bytes: inout [UInt8]) -> MessageEntry {
        var copy = entry
        copy.key = ByteSlice(offset: UInt32(bytes.count), count: UInt32(key.count))
        bytes += key
        copy.body = ByteSlice(offset: UInt32(bytes.count), count: UInt32(body.count))
        bytes += body
        copy.chain = ByteSlice(offset: UInt32(bytes.count), count: UInt32(chain.count))
        bytes += chain
        return copy
    }
}

extension DeadLetterQuery {
    fileprivate func wants(_ dead: ModelLetters.Dead) -> Bool {
        let letter = dead.record.letter
        if dead.id < from { return false }
        if let consumers, !consumers.contains(letter.consumer) { return false }
        if let position, position != letter.position { return false }
        if let types, !types.contains(dead.message.entry.type) { return false }
        if let key, key != dead.message.key { return false }
        if let times, !times.contains(dead.record.at) { return false }
        return true
    }
}
