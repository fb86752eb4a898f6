import GRDB

/// How a message's number becomes its sequence: by an offset, the same for all; or it has a sequence of its own, where that one was used for
/// another message. In both, sequences rise with numbers.
extension Outbox {
    /// What an outbox learns from a WELCOME.
    struct Anchor: Equatable {
        /// What is added to a number.
        var offset: Int64
        /// Up to this number, what waits has sequences that the gateway has used up: for the same messages, or for others, where this file is
        /// an older copy. Nil: nothing waits so.
        var repeatsThrough: Int64?
    }

    /// A message that waits for its answer.
    struct Waiting {
        let id: Int64
        let ownSequence: Int64?
        let message: OutgoingMessage

        func sequence(_ offset: Int64) -> UInt64 { UInt64(clamping: ownSequence ?? id + offset) }
    }

    /// The sequence of the oldest message that waits; where none does, of the next one to come. Nil before the first session.
    func lowestSequence() throws -> Int64? {
        try database.read { database in
            guard let offset = try Self.offset(database) else { return nil }
            return try Int64.fetchOne(database, sql: "SELECT coalesce(sequence, id + ?) FROM outbox_message ORDER BY id LIMIT 1", arguments: [offset])
                ?? Self.nextID(database) + offset
        }
    }

    /// Decides, durably and before anything is sent, how numbers become sequences.
    ///
    /// - Parameter lastSequence: The last sequence of this client that the gateway has used up.
    func anchor(lastSequence: UInt64) throws -> Anchor {
        let last = Int64(clamping: lastSequence)
        return try database.write { database in
            guard let offset = try Self.offset(database) else {
                let offset = last - (try Self.lowest(database) - 1)
                try database.execute(sql: "UPDATE outbox_state SET sequence_offset = ?", arguments: [offset])
                return Anchor(offset: offset)
            }
            // Where the gateway has more than this file ever numbered, it was restored from an older copy: new messages take new numbers.
            let numbered = last - offset
            try database.execute(sql: "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'outbox_message'", arguments: [numbered])
            let sql = "SELECT max(id) FROM outbox_message WHERE"
            let ofOffset = try Int64.fetchOne(database, sql: "\(sql) id <= ? AND sequence IS NULL", arguments: [numbered])
            let ofTheirOwn = try Int64.fetchOne(database, sql: "\(sql) sequence <= ?", arguments: [last])
            return Anchor(offset: offset, repeatsThrough: [ofOffset, ofTheirOwn].compactMap { $0 }.max())
        }
    }

    /// Gives messages new sequences, in order, after all that the gateway has used up. What comes after them moves on: none of it was sent.
    ///
    /// - Parameter ids: Messages whose sequences the gateway used up for others. Nothing else waits below the first that was never sent.
    /// - Returns: The offset from now on.
    func renumber(_ ids: some Collection<Int64>, lastSequence: UInt64) throws -> Int64 {
        let last = Int64(clamping: lastSequence)
        return try database.write { database in
            try database.execute(sql: "UPDATE outbox_message SET sequence = sequence + ? WHERE sequence > ?", arguments: [ids.count, last])
            for (index, id) in ids.sorted().enumerated() {
                try database.execute(sql: "UPDATE outbox_message SET sequence = ? WHERE id = ?", arguments: [last + 1 + Int64(index), id])
            }
            try database.execute(sql: "UPDATE outbox_state SET sequence_offset = sequence_offset + ?", arguments: [ids.count])
            return try Self.offset(database) ?? 0
        }
    }

    /// The number of the oldest message that waits; where none does, of the next one to come.
    func lowest() throws -> Int64 { try database.read { try Self.lowest($0) } }

    /// The number of the message with a sequence; where none has it, the one that the offset makes.
    func number(of sequence: UInt64, offset: Int64) throws -> Int64 {
        let sequence = Int64(clamping: min(sequence, Self.sequenceMax))
        return try database.read { database in
            try Int64.fetchOne(database, sql: "SELECT id FROM outbox_message WHERE sequence = ?", arguments: [sequence]) ?? sequence - offset
        }
    }

    /// How many messages up to this number wait for their answers.
    func waitingCount(through id: Int64) throws -> Int {
        try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM outbox_message WHERE id <= ?", arguments: [id]) ?? 0 }
    }

    /// Messages numbered `from` to `through`, and how many lower ones wait for their answers.
    func page(from: Int64, through: Int64 = .max, countMax: Int) throws -> (unanswered: Int, messages: [Waiting]) {
        try database.read { database in
            let unanswered = try Int.fetchOne(database, sql: "SELECT count(*) FROM outbox_message WHERE id < ?", arguments: [from]) ?? 0
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT id, type, event_id, body, is_exercise, chain, sequence FROM outbox_message WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?",
                arguments: [from, through, max(0, countMax - unanswered)]
            )
            var messages: [Waiting] = []
            while let row = try rows.next() { messages.append(Waiting(id: row[0], ownSequence: row[6], message: Self.message(row))) }
            return (unanswered, messages)
        }
    }

    /// The protocol's own: far below where numbers end.
    static let sequenceMax: UInt64 = 1 << 62

    static func offset(_ database: Database) throws -> Int64? { try Int64.fetchOne(database, sql: "SELECT sequence_offset FROM outbox_state") }

    private static func lowest(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT min(id) FROM outbox_message") ?? nextID(database)
    }

    private static func nextID(_ database: Database) throws -> Int64 {
        (try Int64.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'outbox_message'") ?? 0) + 1
    }
}
