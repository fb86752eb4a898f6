/// The writing connection's statements about failures and dead letters. Not `Sendable`: ``SQLiteWriter`` has it.
final class LetterWriter {
    private let connection: Connection
    private let upsertFailure: Statement
    private let deleteFailure: Statement
    private let insertDead: Statement
    private let updateDead: Statement
    private let retryDead: Statement
    private let deleteDead: Statement

    init(_ connection: Connection) throws(JournalError) {
        self.connection = connection
        upsertFailure = try connection.prepare(
            """
            INSERT INTO failure SELECT id, ?2, ?3, ?4, ?5 FROM consumer WHERE id = ?1
            ON CONFLICT (consumer, position) DO UPDATE SET count = excluded.count, until = excluded.until, history = excluded.history
            """
        )
        deleteFailure = try connection.prepare("DELETE FROM failure WHERE consumer = ? AND position = ?")
        updateDead = try connection.prepare(
            """
            UPDATE dead SET is_retrying = 0, is_blocking = ?3, key_hash = ?4, attempts = ?5, dead_at = ?6, history = ?7
            WHERE consumer = ?1 AND position = ?2
            """
        )
        insertDead = try connection.prepare(
            """
            INSERT INTO dead (consumer, is_retrying, is_blocking, key_hash, attempts, dead_at, history, \(Schema.messageColumns))
            SELECT ?1, 0, ?3, ?4, ?5, ?6, ?7, \(Schema.messageColumns) FROM message
            WHERE position = ?2 AND EXISTS (SELECT 1 FROM consumer WHERE id = ?1)
            """
        )
        retryDead = try connection.prepare("UPDATE dead SET is_retrying = 1, is_blocking = 0 WHERE consumer = ? AND position = ?")
        deleteDead = try connection.prepare("DELETE FROM dead WHERE consumer = ? AND position = ?")
    }

    /// Writes what a batch says of failures and dead letters, after its messages and its consumers: they can be of these.
    func write(_ batch: JournalBatch) throws(JournalError) {
        for failure in batch.failures { try write(failure) }
        for letter in batch.recovered { try run(deleteFailure, letter) }
        for record in batch.deadLetters { try write(record) }
        for letter in batch.retried {
            try run(retryDead, letter)
            try checkWasThere(letter, "tried again")
            try run(deleteFailure, letter)
        }
        for letter in batch.resolved + batch.discarded {
            try run(deleteDead, letter)
            try checkWasThere(letter, "resolved")
            try run(deleteFailure, letter)
        }
    }

    private func write(_ failure: FailureRecord) throws(JournalError) {
        upsertFailure.bind(1, Int64(failure.letter.consumer))
        upsertFailure.bind(2, failure.letter.position)
        upsertFailure.bind(3, Int64(failure.count))
        upsertFailure.bind(4, failure.until)
        upsertFailure.bind(5, failure.history)
        try upsertFailure.run()
        guard connection.changedRowCount == 1 else {
            throw JournalError(.misuse, "position \(failure.letter.position) failed with consumer \(failure.letter.consumer), which is not there")
        }
    }

    /// A message never changes: where it died before, its copy stands, and where it is in the log does not matter.
    private func write(_ record: DeadLetterRecord) throws(JournalError) {
        try run(updateDead, record)
        if connection.changedRowCount == 0 {
            try run(insertDead, record)
            guard connection.changedRowCount == 1 else {
                throw JournalError(
                    .misuse,
                    "position \(record.letter.position) dies with consumer \(record.letter.consumer): the message or the consumer is not there"
                )
            }
        }
        try run(deleteFailure, record.letter)
    }

    private func run(_ statement: Statement, _ record: DeadLetterRecord) throws(JournalError) {
        statement.bind(3, record.isBlocking)
        statement.bind(4, record.keyHash)
        statement.bind(5, Int64(record.attempts))
        statement.bind(6, record.at)
        statement.bind(7, record.history)
        try run(statement, record.letter)
    }

    private func run(_ statement: Statement, _ letter: Letter) throws(JournalError) {
        statement.bind(1, Int64(letter.consumer))
        statement.bind(2, letter.position)
        try statement.run()
    }

    private func checkWasThere(_ letter: Letter, _ what: String) throws(JournalError) {
        guard connection.changedRowCount == 1 else {
            throw JournalError(.misuse, "position \(letter.position) of consumer \(letter.consumer) is \(what) and is no dead letter")
        }
    }
}
