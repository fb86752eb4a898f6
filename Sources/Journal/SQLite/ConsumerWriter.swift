/// The writing connection's statements about consumers. Not `Sendable`: ``SQLiteWriter`` has it.
final class ConsumerWriter {
    private let connection: Connection
    private let hasDeadLetter: Statement
    private let forgetFailures: Statement
    private let forget: Statement
    private let insert: Statement
    private let change: Statement
    private let move: Statement
    private let moveAhead: Statement

    init(_ connection: Connection) throws(JournalError) {
        self.connection = connection
        hasDeadLetter = try connection.prepare("SELECT 1 FROM dead WHERE consumer = ? LIMIT 1")
        forgetFailures = try connection.prepare("DELETE FROM failure WHERE consumer = ?")
        forget = try connection.prepare("DELETE FROM consumer WHERE id = ?")
        insert = try connection.prepare(
            """
            INSERT INTO consumer (id, principal, name, filter, purpose, created_at, position, settings, is_paused, ahead)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        )
        change = try connection.prepare("UPDATE consumer SET filter = ?, purpose = ?, settings = ?, is_paused = ? WHERE id = ?")
        move = try connection.prepare("UPDATE consumer SET position = ? WHERE id = ?")
        moveAhead = try connection.prepare("UPDATE consumer SET position = ?, ahead = ? WHERE id = ?")
    }

    /// Writes what a batch says of consumers. Forgets before it creates: a name is free again within one batch.
    func write(_ batch: JournalBatch) throws(JournalError) {
        for id in batch.forgottenConsumers { try forget(id) }
        for consumer in batch.consumers { try insert(consumer) }
        for consumer in batch.changedConsumers { try change(consumer) }
        for position in batch.positions { try move(position) }
    }

    private func forget(_ id: UInt32) throws(JournalError) {
        hasDeadLetter.bind(1, Int64(id))
        guard try !hasDeadLetter.step() else {
            hasDeadLetter.reset()
            throw JournalError(.misuse, "consumer \(id) is forgotten and has dead letters: resolve them before")
        }
        forgetFailures.bind(1, Int64(id))
        try forgetFailures.run()
        forget.bind(1, Int64(id))
        try forget.run()
    }

    private func insert(_ consumer: ConsumerRecord) throws(JournalError) {
        insert.bind(1, Int64(consumer.id))
        insert.bind(2, consumer.principal)
        insert.bind(3, consumer.name)
        insert.bind(4, consumer.filter)
        insert.bind(5, consumer.purpose)
        insert.bind(6, consumer.createdAt)
        insert.bind(7, consumer.position)
        insert.bind(8, consumer.settings)
        insert.bind(9, consumer.isPaused)
        insert.bind(10, try AheadCoding.encode(consumer.ahead))
        try insert.run()
    }

    private func change(_ consumer: ConsumerRecord) throws(JournalError) {
        change.bind(1, consumer.filter)
        change.bind(2, consumer.purpose)
        change.bind(3, consumer.settings)
        change.bind(4, consumer.isPaused)
        change.bind(5, Int64(consumer.id))
        try change.run()
        guard connection.changedRowCount == 1 else { throw JournalError(.misuse, "consumer \(consumer.id) is changed and is not there") }
    }

    private func move(_ position: ConsumerPosition) throws(JournalError) {
        guard let ahead = position.ahead else {
            move.bind(1, position.position)
            move.bind(2, Int64(position.id))
            return try move.run()
        }
        moveAhead.bind(1, position.position)
        moveAhead.bind(2, try AheadCoding.encode(ahead))
        moveAhead.bind(3, Int64(position.id))
        try moveAhead.run()
    }
}
