import GRDBSQLite

/// The one connection that writes. Not `Sendable`: ``SQLiteJournal`` guards it.
final class SQLiteWriter {
    private let begin: Statement
    private let commitStatement: Statement
    private let insertMessage: Statement
    private let insertChained: Statement
    private let insertRun: Statement
    private let extendRun: Statement
    private let upsertClient: Statement
    private let insertType: Statement
    private let updateMeta: Statement
    private let consumers: ConsumerWriter
    private let letters: LetterWriter
    private let receipts: ReceiptWriter
    private let retention: RetentionWriter
    private let audit: AuditWriter
    private let vault: VaultWriter?
    private let pipeline = ChunkPipeline()
    /// Last, because properties are let go of in their order: SQLite closes a file with its last statement, and the lock may go only after that.
    private let file: JournalFile

    private var lastPosition: UInt64 = 0
    private var lastRecordedAt: Int64 = 0
    /// Each client's last run, so that the next one can continue it.
    private var lastRuns: [UInt32: ClientRun] = [:]

    init(_ file: JournalFile, _ options: SQLiteJournal.Options, _ keyring: SubjectKeyring) throws(JournalError) {
        self.file = file
        let connection = file.connection
        begin = try connection.prepare("BEGIN IMMEDIATE")
        commitStatement = try connection.prepare("COMMIT")
        insertMessage = try connection.prepare(
            "INSERT INTO message (\(Schema.messageColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)"
        )
        insertChained = try connection.prepare("INSERT INTO message (\(Schema.messageColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        insertRun = try connection.prepare("INSERT INTO run VALUES (?, ?, ?, ?)")
        extendRun = try connection.prepare("UPDATE run SET count = ? WHERE client = ? AND first_sequence = ?")
        upsertClient = try connection.prepare(
            """
            INSERT INTO client VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET last_sequence = excluded.last_sequence
            """
        )
        insertType = try connection.prepare("INSERT INTO type VALUES (?, ?)")
        updateMeta = try connection.prepare("UPDATE meta SET last_position = ?, last_recorded_at = ?")
        consumers = try ConsumerWriter(connection)
        letters = try LetterWriter(connection)
        receipts = try ReceiptWriter(connection)
        retention = try RetentionWriter(connection)
        audit = try AuditWriter(connection, key: options.auditKey)
        vault = if let vault = options.vault { try VaultWriter(connection, vault, keyring) } else { nil }
    }

    // MARK: Recovering

    func recover() throws(JournalError) -> JournalState {
        try file.connection.execute("UPDATE meta SET incarnation = incarnation + 1")
        let state = try StateReader(connection: file.connection).state()
        lastPosition = state.lastPosition
        lastRecordedAt = state.lastRecordedAt
        try recoverRuns(state.clients)
        try audit.recover(state)
        vault?.add(state.types)
        return state
    }

    private func recoverRuns(_ clients: [ClientRecord]) throws(JournalError) {
        let last = try file.connection.prepare(
            "SELECT first_sequence, count, first_position FROM run WHERE client = ? ORDER BY first_sequence DESC LIMIT 1"
        )
        for client in clients {
            last.bind(1, Int64(client.id))
            guard try last.step() else { continue }
            lastRuns[client.id] = ClientRun(
                client: client.id,
                firstSequence: last.unsigned(0),
                count: UInt32(truncatingIfNeeded: last.integer(1)),
                firstPosition: last.unsigned(2)
            )
            last.reset()
        }
    }

    // MARK: Committing

    func commit(_ batch: JournalBatch) throws(JournalError) -> [Bool] {
        try checkFollowsOn(batch)
        guard batch.erasures.isEmpty || vault != nil else { throw JournalError(.misuse, "a journal without a vault erases nobody") }
        try begin.run()
        var erased: [Bool] = []
        var runs: [UInt32: ClientRun] = [:]
        var chained: AuditWriter.Chained?
        do throws(JournalError) {
            for type in batch.types {
                insertType.bind(1, Int64(type.id))
                insertType.bind(2, type.name)
                try insertType.run()
            }
            for client in batch.clients { try write(client) }
            // Also where no message comes with them yet.
            vault?.add(batch.types)
            audit.add(batch.clients, batch.types)
            if let segment = batch.messages {
                audit.begin()
                let names = audit.names
                try pipeline.run(
                    ChunkPreparer.chunks(of: segment),
                    { (range) throws(JournalError) in
                        ChunkPreparer(segment: segment, range: range, plan: try vault?.plan(segment, range), names: names)
                    },
                    { (chunk) throws(JournalError) in
                        try write(chunk.segment)
                        audit.append(chunk.leaves)
                    }
                )
            }
            // After the batch's own messages: what was accepted before an erasure is erased with it, whether its key was there already or is new.
            erased = try vault?.erase(batch.erasures, at: batch.at) ?? []
            for run in batch.runs { try write(run, &runs) }
            try consumers.write(batch)
            try letters.write(batch)
            try receipts.write(batch)
            chained = try audit.finish(batch)
            try commitStatement.run()
        } catch {
            // A full disk has rolled back by itself already; then this does nothing.
            try? file.connection.execute("ROLLBACK")
            vault?.end(isCommitted: false)
            throw error
        }
        vault?.end(isCommitted: true)
        // So that the log beside the file does not hold the pages with the keys that are gone.
        if erased.contains(true) { checkpoint() }
        if let last = batch.messages?.entries.last {
            lastPosition = last.position
            lastRecordedAt = last.recordedAt
        }
        lastRuns.merge(runs) { $1 }
        audit.adopt(chained)
        return erased
    }

    func remove(_ step: RetentionStep) throws(JournalError) -> RetentionOutcome {
        try begin.run()
        do throws(JournalError) {
            let outcome = try retention.remove(step, audit)
            try commitStatement.run()
            return outcome
        } catch {
            try? file.connection.execute("ROLLBACK")
            throw error
        }
    }

    /// One statement is a transaction of its own.
    func seal(at time: Int64) throws(JournalError) { try audit.seal(at: time) }

    var lastSeal: AuditSeal? { audit.lastSeal }

    /// Positions without a gap, times that never fall: whatever reads the journal relies on both.
    private func checkFollowsOn(_ batch: JournalBatch) throws(JournalError) {
        guard let segment = batch.messages else { return }
        var position = lastPosition
        var time = lastRecordedAt
        for entry in segment.entries {
            guard entry.position == position + 1, entry.recordedAt >= time else {
                throw JournalError(.misuse, "a batch does not follow on position \(lastPosition)")
            }
            position = entry.position
            time = entry.recordedAt
        }
    }

    private func write(_ segment: MessageSegment) throws(JournalError) {
        guard let last = segment.entries.last else { return }
        let content = segment.bytes
        try content.span.bytes.withUnsafeBytes { (bytes) throws(JournalError) in
            for entry in segment.entries {
                // Most messages are in no chain: they bind nothing for it.
                let insert = entry.chain.count > 0 ? insertChained : insertMessage
                insert.bind(1, entry.position)
                insert.bind(2, entry.recordedAt)
                insert.bind(3, Int64(entry.client))
                insert.bind(4, Int64(entry.type))
                insert.bind(5, (entry.isExercise ? Schema.exerciseFlag : 0) | (entry.isEncrypted ? Schema.encryptedFlag : 0))
                insert.bind(6, entry.clientSequence)
                insert.bind(7, entry.idHigh)
                insert.bind(8, entry.idLow)
                insert.bind(9, UnsafeRawBufferPointer(rebasing: bytes[entry.key.range]))
                insert.bind(10, UnsafeRawBufferPointer(rebasing: bytes[entry.body.range]))
                if entry.chain.count > 0 {
                    let chain = UnsafeRawBufferPointer(rebasing: bytes[entry.chain.range])
                    insert.bind(11, UnsafeRawBufferPointer(rebasing: chain.prefix(16)))
                    if chain.count > 16 { insert.bind(12, UnsafeRawBufferPointer(rebasing: chain.dropFirst(16))) } else { insert.bindNull(12) }
                }
                try insert.run()
            }
        }
        try retention.add(segment)
        updateMeta.bind(1, last.position)
        updateMeta.bind(2, last.recordedAt)
        try updateMeta.run()
    }

    private func write(_ client: ClientRecord) throws(JournalError) {
        upsertClient.bind(1, Int64(client.id))
        upsertClient.bind(2, client.principal)
        upsertClient.bind(3, client.name)
        upsertClient.bind(4, client.lastSequence)
        try upsertClient.run()
    }

    private func write(_ run: ClientRun, _ changed: inout [UInt32: ClientRun]) throws(JournalError) {
        if let last = changed[run.client] ?? lastRuns[run.client], last.firstSequence + UInt64(last.count) == run.firstSequence,
            last.firstPosition + UInt64(last.count) == run.firstPosition, last.count <= UInt32.max - run.count
        {
            let longer = ClientRun(
                client: run.client,
                firstSequence: last.firstSequence,
                count: last.count + run.count,
                firstPosition: last.firstPosition
            )
            extendRun.bind(1, Int64(longer.count))
            extendRun.bind(2, Int64(longer.client))
            extendRun.bind(3, longer.firstSequence)
            try extendRun.run()
            changed[run.client] = longer
            return
        }
        insertRun.bind(1, Int64(run.client))
        insertRun.bind(2, run.firstSequence)
        insertRun.bind(3, Int64(run.count))
        insertRun.bind(4, run.firstPosition)
        try insertRun.run()
        changed[run.client] = run
    }

    /// Folds the write-ahead log back. A reader in the middle of a page keeps part of it: then it is for the next time.
    func checkpoint() {
        sqlite3_wal_checkpoint_v2(file.connection.handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
    }
}
