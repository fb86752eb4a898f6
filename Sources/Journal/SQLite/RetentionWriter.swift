/// The writing connection's statements about what is kept. Not `Sendable`: ``SQLiteWriter`` has it.
final class RetentionWriter {
    private let connection: Connection
    private let add: Statement
    private let find: Statement
    private let update: Statement
    private let window: Statement
    private let delete: Statement
    private let firstKept: Statement
    private let consumers: Statement
    private let deleteReceipts: Statement
    private let deleteResolutions: Statement

    /// Receipts and resolutions of one consumer that one step removes.
    private static let receiptsMax: Int64 = 200

    init(_ connection: Connection) throws(JournalError) {
        self.connection = connection
        add = try connection.prepare(
            """
            INSERT INTO kept (type, first, count, bytes) VALUES (?, ?, ?, ?) ON CONFLICT (type) DO UPDATE SET
            first = CASE count WHEN 0 THEN excluded.first ELSE first END, count = count + excluded.count, bytes = bytes + excluded.bytes
            """
        )
        find = try connection.prepare("SELECT first, count, bytes FROM kept WHERE type = ?")
        update = try connection.prepare("UPDATE kept SET first = ?2, count = ?3, bytes = ?4 WHERE type = ?1")
        window = try connection.prepare(
            """
            SELECT position, recorded_at, length(key) + length(body) FROM message WHERE position BETWEEN ? AND ? AND type = ? ORDER BY position
            """
        )
        delete = try connection.prepare("DELETE FROM message WHERE position = ?")
        firstKept = try connection.prepare("SELECT min(first) FROM kept WHERE count > 0")
        consumers = try connection.prepare("SELECT id FROM consumer")
        deleteReceipts = try connection.prepare(
            """
            DELETE FROM receipt WHERE consumer = ?1 AND last IN
            (SELECT last FROM receipt WHERE consumer = ?1 AND last < ?2 ORDER BY last LIMIT ?3)
            """
        )
        deleteResolutions = try connection.prepare(
            """
            DELETE FROM resolution WHERE consumer = ?1 AND position IN
            (SELECT position FROM resolution WHERE consumer = ?1 AND position < ?2 ORDER BY position LIMIT ?3)
            """
        )
    }

    /// Counts the messages of a batch.
    func add(_ segment: MessageSegment) throws(JournalError) {
        var added: [UInt16: (first: UInt64, count: UInt64, bytes: UInt64)] = [:]
        // Neighbours are mostly of one type.
        var index = 0
        while index < segment.entries.count {
            let (type, first) = (segment.entries[index].type, segment.entries[index].position)
            var (count, bytes): (UInt64, UInt64) = (0, 0)
            while index < segment.entries.count, segment.entries[index].type == type {
                count += 1
                bytes += UInt64(segment.entries[index].key.count + segment.entries[index].body.count)
                index += 1
            }
            let known = added[type] ?? (first, 0, 0)
            added[type] = (known.first, known.count + count, known.bytes + bytes)
        }
        for (type, what) in added {
            add.bind(1, Int64(type))
            add.bind(2, what.first)
            add.bind(3, what.count)
            add.bind(4, what.bytes)
            try add.run()
        }
    }

    /// Within a transaction.
    func remove(_ step: RetentionStep, _ audit: AuditWriter) throws(JournalError) -> RetentionOutcome {
        find.bind(1, Int64(step.type))
        guard try find.step() else { return RetentionOutcome(removed: [], kept: KeptMessages(type: step.type), isMore: false) }
        let first = find.unsigned(0)
        var kept = KeptMessages(type: step.type, count: find.unsigned(1), bytes: find.unsigned(2))
        find.reset()
        guard kept.count > 0, first <= step.through else { return RetentionOutcome(removed: [], kept: kept, isMore: false) }
        let last = min(step.through, first + RetentionStep.rowsMax - 1)
        // Nothing of the type before it, once this is done.
        var next = last + 1
        var isMore = last < step.through
        var removed: [UInt64] = []
        var removedBytes: UInt64 = 0
        window.bind(1, first)
        window.bind(2, last)
        window.bind(3, Int64(step.type))
        while try window.step() {
            let (position, recordedAt, bytes) = (window.unsigned(0), window.integer(1), window.unsigned(2))
            let mayGo = recordedAt < step.olderThan || kept.count > step.countMax || kept.bytes > step.bytesMax
            let isFull = removed.count == RetentionStep.messagesMax || removedBytes > RetentionStep.removedBytesMax
            guard mayGo, !isFull else {
                window.reset()
                (next, isMore) = (position, mayGo)
                break
            }
            removed.append(position)
            removedBytes += bytes
            kept.count -= 1
            kept.bytes -= min(kept.bytes, bytes)
        }
        for position in removed {
            try audit.keepLeaf(of: position)
            delete.bind(1, position)
            try delete.run()
        }
        try audit.forgetLeaves(of: removed)
        // Nothing changed: nothing to be fsynced.
        guard next != first else { return RetentionOutcome(removed: [], kept: kept, isMore: isMore) }
        update.bind(1, Int64(step.type))
        update.bind(2, next)
        update.bind(3, kept.count)
        update.bind(4, kept.bytes)
        try update.run()
        if !removed.isEmpty { try removeReceipts() }
        return RetentionOutcome(removed: removed, kept: kept, isMore: isMore && kept.count > 0)
    }

    /// What became of messages that are gone is forgotten with them, a little at a time.
    private func removeReceipts() throws(JournalError) {
        guard try firstKept.step() else { return }
        let first = firstKept.unsigned(0)
        firstKept.reset()
        var ids: [Int64] = []
        while try consumers.step() { ids.append(consumers.integer(0)) }
        for id in ids {
            for statement in [deleteReceipts, deleteResolutions] {
                statement.bind(1, id)
                statement.bind(2, first)
                statement.bind(3, Self.receiptsMax)
                try statement.run()
            }
        }
    }
}
