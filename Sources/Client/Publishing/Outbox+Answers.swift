import Foundation
import GRDB
import Wire

extension Outbox {
    struct Answers {
        var confirmed: [(sequences: ClosedRange<Int64>, isRepeat: Bool)] = []
        var refused: [(id: Int64, refusal: MessageRefusal)] = []
        var isEmpty: Bool { confirmed.isEmpty && refused.isEmpty }
    }

    /// Removes what is confirmed, and sets aside what is refused: two transactions, so that a refusal that finds no room keeps no confirmed
    /// message waiting.
    func settle(_ answers: Answers) throws {
        if !answers.confirmed.isEmpty { try database.write { try Self.remove(answers.confirmed, $0) } }
        if !answers.refused.isEmpty { try setAside(answers.refused) }
    }

    private static func remove(_ confirmed: [(sequences: ClosedRange<Int64>, isRepeat: Bool)], _ database: Database) throws {
        let offset = try offset(database) ?? 0
        for (sequences, isRepeat) in confirmed {
            try database.execute(
                sql: "DELETE FROM outbox_message WHERE id BETWEEN ? AND ? AND sequence IS NULL",
                arguments: [sequences.lowerBound - offset, sequences.upperBound - offset]
            )
            var count = database.changesCount
            try database.execute(
                sql: "DELETE FROM outbox_message WHERE sequence BETWEEN ? AND ?",
                arguments: [sequences.lowerBound, sequences.upperBound]
            )
            count += database.changesCount
            try database.execute(
                sql: "UPDATE outbox_state SET confirmed = confirmed + ?, repeats = repeats + ?",
                arguments: [count, isRepeat ? count : 0]
            )
        }
    }

    private func setAside(_ refused: [(id: Int64, refusal: MessageRefusal)]) throws {
        // With its reason a message needs a little more room than before. The limit is for what is kept anew; a full outbox whose messages
        // are all refused could not go on otherwise. What is set aside counts against it until it is discarded.
        try withoutPageLimit { database in
            try database.inTransaction {
                for (id, refusal) in refused { try Self.setAside(id, refusal, database) }
                return .commit
            }
        }
    }

    private static func setAside(_ id: Int64, _ refusal: MessageRefusal, _ database: Database) throws {
        let sql = "SELECT type, event_id, body, is_exercise, chain FROM outbox_message WHERE id = ?"
        guard let row = try Row.fetchOne(database, sql: sql, arguments: [id]) else { return }
        let (type, eventID, body, isExercise, chain): (String, Data, Data, Bool, Data?) = (row[0], row[1], row[2], row[3], row[4])
        // Removed first: on a full disk, its room is what there is.
        try database.execute(sql: "DELETE FROM outbox_message WHERE id = ?", arguments: [id])
        try database.execute(
            sql: "INSERT OR REPLACE INTO outbox_refused VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [id, type, eventID, body, isExercise, refusal.code.rawValue, refusal.path, refusal.rule, refusal.expected, chain]
        )
    }
}
