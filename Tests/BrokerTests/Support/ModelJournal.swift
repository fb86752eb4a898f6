import Journal

/// What a journal promises, in memory and in the plainest way: a batch that breaks one of its rules is a mistake of the core's.
final class ModelJournal {
    struct Message: Equatable {
        let entry: MessageEntry
        let key: [UInt8]
        let body: [UInt8]
    }

    private(set) var messages: [Message] = []
    private(set) var types: [TypeRecord] = []
    private(set) var clients: [UInt32: ClientRecord] = [:]
    private(set) var consumers: [UInt32: ConsumerRecord] = [:]
    private(set) var batchCount = 0
    private var incarnation: UInt32 = 0
    /// Position by client and sequence.
    private var positions: [UInt32: [UInt64: UInt64]] = [:]

    /// While it is set, every commit and every reading fails with it.
    var failure: JournalError.Code?
    /// The most messages of one page.
    var pageMessagesMax = 1_000

    var lastPosition: UInt64 { UInt64(messages.count) }

    func message(at position: UInt64) -> Message { messages[Int(position) - 1] }

    func consumer(_ principal: String, _ name: String) -> ConsumerRecord? {
        consumers.values.first { $0.principal == principal && $0.name == name }
    }

    func client(_ name: String) -> ClientRecord? { clients.values.first { $0.name == name } }

    /// Opens it, as a gateway does when it starts.
    func recover() -> JournalState {
        incarnation += 1
        return JournalState(
            lastPosition: lastPosition,
            lastRecordedAt: messages.last?.entry.recordedAt ?? 0,
            incarnation: incarnation,
            clients: clients.values.sorted { $0.id < $1.id },
            types: types,
            consumers: consumers.values.sorted { $0.id < $1.id }
        )
    }

    func commit(_ batch: JournalBatch) throws(JournalError) {
        if let failure { throw JournalError(failure, "a test says so") }
        try checkMessages(batch)
        try checkRuns(batch)
        try commitRecords(batch)
        batchCount += 1
        guard let segment = batch.messages else { return }
        for entry in segment.entries {
            messages.append(Message(entry: entry, key: Array(segment.bytes[entry.key.range]), body: Array(segment.bytes[entry.body.range])))
            positions[entry.client, default: [:]][entry.clientSequence] = entry.position
        }
    }

    private func checkMessages(_ batch: JournalBatch) throws(JournalError) {
        var position = lastPosition
        var time = messages.last?.entry.recordedAt ?? 0
        for entry in batch.messages?.entries ?? [] {
            guard entry.position == position + 1, entry.recordedAt >= time else { throw JournalError(.misuse, "messages do not follow on") }
            guard positions[entry.client]?[entry.clientSequence] == nil else { throw JournalError(.misuse, "a sequence is stored already") }
            let client = batch.clients.first { $0.id == entry.client }
            guard let client, client.lastSequence >= entry.clientSequence else { throw JournalError(.misuse, "a sequence that is not used up") }
            guard types.contains(where: { $0.id == entry.type }) || batch.types.contains(where: { $0.id == entry.type }) else {
                throw JournalError(.misuse, "an unknown type")
            }
            position = entry.position
            time = entry.recordedAt
        }
    }

    private func checkRuns(_ batch: JournalBatch) throws(JournalError) {
        var described: [UInt64: (client: UInt32, sequence: UInt64)] = [:]
        for run in batch.runs {
            for offset in 0..<UInt64(run.count) {
                let earlier = described.updateValue((run.client, run.firstSequence + offset), forKey: run.firstPosition + offset)
                guard earlier == nil else { throw JournalError(.misuse, "two runs at one position") }
            }
        }
        let entries = batch.messages?.entries ?? []
        guard described.count == entries.count else { throw JournalError(.misuse, "the runs are not the messages") }
        for entry in entries {
            guard let run = described[entry.position], run == (entry.client, entry.clientSequence) else {
                throw JournalError(.misuse, "a run names another message")
            }
        }
    }

    /// Forgets before it creates: a consumer's name is free again within one batch.
    private func commitRecords(_ batch: JournalBatch) throws(JournalError) {
        var changed = consumers
        for id in batch.forgottenConsumers {
            guard changed.removeValue(forKey: id) != nil else { throw JournalError(.misuse, "a consumer is forgotten that is not there") }
        }
        for record in batch.consumers {
            let isTaken = changed.values.contains { $0.id == record.id || ($0.principal == record.principal && $0.name == record.name) }
            guard !isTaken else { throw JournalError(.misuse, "the consumer is there already") }
            changed[record.id] = record
        }
        for move in batch.positions {
            guard let record = changed[move.id] else { throw JournalError(.misuse, "a position of no consumer") }
            guard move.position >= record.position else { throw JournalError(.misuse, "a position goes back") }
            changed[move.id] = ConsumerRecord(
                id: record.id,
                principal: record.principal,
                name: record.name,
                filter: record.filter,
                purpose: record.purpose,
                createdAt: record.createdAt,
                position: move.position
            )
        }
        for type in batch.types {
            guard !types.contains(where: { $0.id == type.id || $0.name == type.name }) else {
                throw JournalError(.misuse, "the type is there already")
            }
        }
        for client in batch.clients {
            if let earlier = clients[client.id], earlier.name != client.name || earlier.lastSequence > client.lastSequence {
                throw JournalError(.misuse, "a client's sequence goes back, or its number is another's")
            }
        }
        consumers = changed
        types += batch.types
        for client in batch.clients { clients[client.id] = client }
    }
}

extension ModelJournal: JournalReader {
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
            let message = message(at: next)
            next += 1
            if case .only(let wanted) = types, !wanted.contains(message.entry.type) { continue }
            var entry = message.entry
            entry.key = ByteSlice(offset: UInt32(bytes.count), count: UInt32(message.key.count))
            bytes += message.key
            entry.body = ByteSlice(offset: UInt32(bytes.count), count: UInt32(message.body.count))
            bytes += message.body
            entries.append(entry)
        }
        return JournalPage(segment: MessageSegment(bytes: bytes, entries: entries), next: next)
    }

    func position(atOrAfter time: Int64) throws(JournalError) -> UInt64? {
        if let failure { throw JournalError(failure, "a test says so") }
        return messages.first { $0.entry.recordedAt >= time }?.entry.position
    }

    func compare(_ segment: MessageSegment) throws(JournalError) -> [ProbeResult] {
        if let failure { throw JournalError(failure, "a test says so") }
        return segment.entries.map { entry in
            guard let position = positions[entry.client]?[entry.clientSequence] else { return .absent }
            let stored = message(at: position)
            let isSame =
                stored.entry.type == entry.type && stored.entry.isExercise == entry.isExercise && stored.entry.idHigh == entry.idHigh
                && stored.entry.idLow == entry.idLow && stored.body == Array(segment.bytes[entry.body.range])
            return isSame ? .same(position) : .different
        }
    }
}
