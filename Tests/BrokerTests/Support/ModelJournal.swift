import Journal

/// What a journal promises, in memory and in the plainest way: a batch that breaks one of its rules is a mistake of the core's.
final class ModelJournal {
    struct Message: Equatable {
        let entry: MessageEntry
        let key: [UInt8]
        let body: [UInt8]
        let chain: [UInt8]
    }

    private(set) var messages: [Message] = []
    private(set) var types: [TypeRecord] = []
    private(set) var clients: [UInt32: ClientRecord] = [:]
    private(set) var consumers: [UInt32: ConsumerRecord] = [:]
    private(set) var letters = ModelLetters()
    private(set) var receipts = ModelReceipts()
    /// Positions that retention let go of.
    private(set) var gone: Set<UInt64> = []
    /// Positions whose messages were about somebody who was erased.
    private(set) var erased: Set<UInt64> = []
    private(set) var batchCount = 0
    private var incarnation: UInt32 = 0
    /// Position by client and sequence.
    private var positions: [UInt32: [UInt64: UInt64]] = [:]

    /// While it is set, every commit and every reading fails with it.
    var failure: JournalError.Code?
    /// The most messages of one page.
    var pageMessagesMax = 1_000
    /// Retention: the messages before it are gone, apart from the copies among the dead letters.
    var firstKept: UInt64 = 1

    var lastPosition: UInt64 { UInt64(messages.count) }

    func message(at position: UInt64) -> Message { messages[Int(position) - 1] }

    /// What is in the log at a position; nil where nothing is, or nothing any more.
    func stored(at position: UInt64) -> Message? {
        guard position >= max(firstKept, 1), position <= lastPosition, !gone.contains(position) else { return nil }
        let message = message(at: position)
        guard erased.contains(position) else { return message }
        var entry = message.entry
        entry.condition = .erased
        return Message(entry: entry, key: [], body: [], chain: message.chain)
    }

    /// Where a client's message is, or was.
    func position(of client: UInt32, _ sequence: UInt64) -> UInt64? { positions[client]?[sequence] }

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
            consumers: consumers.values.sorted { $0.id < $1.id },
            failures: letters.sortedFailures,
            deadLetters: letters.states,
            kept: Set(messages.map(\.entry.type)).sorted().map(kept).filter { $0.count > 0 }
        )
    }

    /// What there is of a type.
    func kept(_ type: UInt16) -> KeptMessages {
        let left = messages.filter { $0.entry.type == type && !gone.contains($0.entry.position) }
        return KeptMessages(type: type, count: UInt64(left.count), bytes: UInt64(left.reduce(0) { $0 + $1.key.count + $1.body.count }))
    }

    func remove(_ step: RetentionStep) throws(JournalError) -> RetentionOutcome {
        if let failure { throw JournalError(failure, "a test says so") }
        var kept = kept(step.type)
        var removed: [UInt64] = []
        for message in messages where message.entry.type == step.type && !gone.contains(message.entry.position) {
            let mayGo = message.entry.recordedAt < step.olderThan || kept.count > step.countMax || kept.bytes > step.bytesMax
            guard mayGo, message.entry.position <= step.through, removed.count < RetentionStep.messagesMax else { break }
            removed.append(message.entry.position)
            kept.count -= 1
            kept.bytes -= UInt64(message.key.count + message.body.count)
        }
        gone.formUnion(removed)
        return RetentionOutcome(removed: removed, kept: kept, isMore: removed.count == RetentionStep.messagesMax)
    }

    @discardableResult
    func commit(_ batch: JournalBatch) throws(JournalError) -> [Bool] {
        if let failure { throw JournalError(failure, "a test says so") }
        try checkMessages(batch)
        try checkRuns(batch)
        try commitRecords(batch)
        batchCount += 1
        let found = batch.erasures.map(erase)
        for message in Self.messages(batch) {
            messages.append(message)
            positions[message.entry.client, default: [:]][message.entry.clientSequence] = message.entry.position
        }
        return found
    }

    /// In the plainest way: a message is about whoever's name is in it.
    private func erase(_ erasure: Erasure) -> Bool {
        let name = String(decoding: erasure.subject, as: UTF8.self)
        let about = messages.filter { String(decoding: $0.body, as: UTF8.self).contains(name) }.map(\.entry.position)
        erased.formUnion(about)
        return !about.isEmpty
    }

    private static func messages(_ batch: JournalBatch) -> [Message] {
        guard let segment = batch.messages else { return [] }
        return segment.entries.map {
            Message(
                entry: $0,
                key: Array(segment.bytes[$0.key.range]),
                body: Array(segment.bytes[$0.body.range]),
                chain: Array(segment.bytes[$0.chain.range])
            )
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

    /// Everything is tried on copies: a batch with a mistake leaves nothing.
    private func commitRecords(_ batch: JournalBatch) throws(JournalError) {
        var changedLetters = letters
        var changedReceipts = receipts
        changedReceipts.write(batch)
        let changed = try changedConsumers(batch, &changedLetters)
        let added = Self.messages(batch)
        let last = lastPosition
        try changedLetters.write(batch, consumers: Set(changed.keys), lastPosition: last + UInt64(added.count)) { position in
            position > last && position - last <= UInt64(added.count) ? added[Int(position - last) - 1] : self.stored(at: position)
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
        letters = changedLetters
        receipts = changedReceipts
        types += batch.types
        for client in batch.clients { clients[client.id] = client }
    }

    /// Forgets before it creates: a consumer's name is free again within one batch.
    private func changedConsumers(_ batch: JournalBatch, _ letters: inout ModelLetters) throws(JournalError) -> [UInt32: ConsumerRecord] {
        var changed = consumers
        for id in batch.forgottenConsumers {
            guard changed.removeValue(forKey: id) != nil else { throw JournalError(.misuse, "a consumer is forgotten that is not there") }
            try letters.forget(id)
        }
        for record in batch.consumers {
            let isTaken = changed.values.contains { $0.id == record.id || ($0.principal == record.principal && $0.name == record.name) }
            guard !isTaken else { throw JournalError(.misuse, "the consumer is there already") }
            try Self.checkAhead(record.ahead, position: record.position)
            changed[record.id] = record
        }
        for record in batch.changedConsumers {
            guard let known = changed[record.id], known.principal == record.principal, known.name == record.name else {
                throw JournalError(.misuse, "a consumer is changed that is not there, or is another one")
            }
            changed[record.id]?.filter = record.filter
            changed[record.id]?.purpose = record.purpose
            changed[record.id]?.settings = record.settings
            changed[record.id]?.isPaused = record.isPaused
        }
        for move in batch.positions {
            guard let record = changed[move.id] else { throw JournalError(.misuse, "a position of no consumer") }
            guard move.position >= record.position else { throw JournalError(.misuse, "a position goes back") }
            if let ahead = move.ahead { try Self.checkAhead(ahead, position: move.position) }
            changed[move.id]?.position = move.position
            // What the position moves over is not ahead any more.
            changed[move.id]?.ahead = (move.ahead ?? record.ahead).filter { $0.upperBound >= move.position }
                .map { max($0.lowerBound, move.position)...$0.upperBound }
        }
        return changed
    }

    private static func checkAhead(_ ranges: [ClosedRange<UInt64>], position: UInt64) throws(JournalError) {
        var last: UInt64?
        for range in ranges {
            guard range.lowerBound >= position else { throw JournalError(.misuse, "what is settled ahead lies before the position") }
            if let last, range.lowerBound <= last { throw JournalError(.misuse, "what is settled ahead does not rise") }
            last = range.upperBound
        }
    }
}
