/// Reads what a journal holds apart from the messages.
struct StateReader {
    let connection: Connection

    func state() throws(JournalError) -> JournalState {
        let meta = try connection.prepare("SELECT incarnation, last_position, last_recorded_at FROM meta")
        guard try meta.step() else { throw JournalError(.damaged, "the journal has lost its first row: restore the last backup") }
        var state = JournalState()
        state.incarnation = UInt32(truncatingIfNeeded: meta.integer(0))
        state.lastPosition = meta.unsigned(1)
        state.lastRecordedAt = meta.integer(2)
        meta.reset()
        state.types = try types()
        state.clients = try clients()
        state.consumers = try consumers()
        state.failures = try failures()
        state.deadLetters = try deadLetters()
        state.kept = try kept()
        return state
    }

    private func types() throws(JournalError) -> [TypeRecord] {
        let rows = try connection.prepare("SELECT id, name FROM type ORDER BY id")
        var types: [TypeRecord] = []
        while try rows.step() { types.append(TypeRecord(id: UInt16(truncatingIfNeeded: rows.integer(0)), name: rows.text(1))) }
        return types
    }

    private func clients() throws(JournalError) -> [ClientRecord] {
        let rows = try connection.prepare("SELECT id, principal, name, last_sequence FROM client ORDER BY id")
        var clients: [ClientRecord] = []
        while try rows.step() {
            clients.append(
                ClientRecord(
                    id: UInt32(truncatingIfNeeded: rows.integer(0)),
                    principal: rows.text(1),
                    name: rows.text(2),
                    lastSequence: rows.unsigned(3)
                )
            )
        }
        return clients
    }

    private func consumers() throws(JournalError) -> [ConsumerRecord] {
        let rows = try connection.prepare(
            "SELECT id, principal, name, filter, purpose, created_at, position, settings, is_paused, ahead FROM consumer ORDER BY id"
        )
        var consumers: [ConsumerRecord] = []
        while try rows.step() {
            let position = rows.unsigned(6)
            consumers.append(
                ConsumerRecord(
                    id: UInt32(truncatingIfNeeded: rows.integer(0)),
                    principal: rows.text(1),
                    name: rows.text(2),
                    filter: rows.text(3),
                    purpose: rows.text(4),
                    createdAt: rows.integer(5),
                    position: position,
                    settings: Array(rows.bytes(7)),
                    isPaused: rows.flag(8),
                    ahead: Self.clip(try AheadCoding.decode(rows.bytes(9)), from: position)
                )
            )
        }
        return consumers
    }

    /// The position may have moved over ranges since they were stored.
    private static func clip(_ ranges: [ClosedRange<UInt64>], from position: UInt64) -> [ClosedRange<UInt64>] {
        ranges.drop { $0.upperBound < position }.map { max($0.lowerBound, position)...$0.upperBound }
    }

    private func failures() throws(JournalError) -> [FailureRecord] {
        let rows = try connection.prepare("SELECT consumer, position, count, until, history FROM failure ORDER BY consumer, position")
        var failures: [FailureRecord] = []
        while try rows.step() {
            failures.append(
                FailureRecord(
                    letter: Letter(consumer: UInt32(truncatingIfNeeded: rows.integer(0)), position: rows.unsigned(1)),
                    count: UInt32(truncatingIfNeeded: rows.integer(2)),
                    until: rows.integer(3),
                    history: Array(rows.bytes(4))
                )
            )
        }
        return failures
    }

    private func kept() throws(JournalError) -> [KeptMessages] {
        let rows = try connection.prepare("SELECT type, count, bytes FROM kept WHERE count > 0 ORDER BY type")
        var kept: [KeptMessages] = []
        while try rows.step() {
            kept.append(KeptMessages(type: UInt16(truncatingIfNeeded: rows.integer(0)), count: rows.unsigned(1), bytes: rows.unsigned(2)))
        }
        return kept
    }

    private func deadLetters() throws(JournalError) -> [DeadLetterState] {
        let rows = try connection.prepare("SELECT consumer, position, key_hash, is_blocking, is_retrying FROM dead ORDER BY id")
        var deadLetters: [DeadLetterState] = []
        while try rows.step() {
            deadLetters.append(
                DeadLetterState(
                    letter: Letter(consumer: UInt32(truncatingIfNeeded: rows.integer(0)), position: rows.unsigned(1)),
                    keyHash: rows.unsigned(2),
                    isBlocking: rows.flag(3),
                    isRetrying: rows.flag(4)
                )
            )
        }
        return deadLetters
    }
}
