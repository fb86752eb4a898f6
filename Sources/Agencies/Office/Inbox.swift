import Client
import Foundation
import GRDB

/// Takes messages effectively once: what was taken, what came of it, and what is said of it are one transaction.
///
/// The office reads an exclusive consumer, which gets messages in the order of their positions and never out of it: what is not above the last one
/// is a repeat.
struct Inbox<Rules: Office> {
    let store: OfficeStore
    let rules: Rules

    /// Takes messages in order.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/storage``: then none of them is taken.
    func take(_ messages: [ReceivedMessage], at now: UTCTime) throws {
        try store.write(at: now) { transaction in
            let database = transaction.database
            var last = UInt64(bitPattern: try Int64.fetchOne(database, sql: "SELECT position FROM inbox") ?? 0)
            for message in messages where message.position > last {
                last = message.position
                let outcome = try take(message, in: transaction)
                try database.execute(
                    sql: "UPDATE inbox SET position = ?, \(outcome) = \(outcome) + 1",
                    arguments: [Int64(bitPattern: last)]
                )
            }
        }
    }

    /// - Returns: The column that counts it.
    private func take(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws -> String {
        guard message.isExercise == transaction.isExercise else { return "other_traffic" }
        guard !message.isErased || !message.body.isEmpty else { return "erased" }
        do {
            try transaction.database.inSavepoint {
                // Every office judges by the lists of the day that a message speaks of.
                if message.type == ReferenceLists.messageType { try ReferenceLists.received(message, in: transaction) }
                try rules.received(message, in: transaction)
                return .commit
            }
            return "taken"
        } catch let error as DatabaseError where error.resultCode != .SQLITE_CONSTRAINT {
            throw error
        } catch let error as OfficeError where error.code == .storage {
            throw error
        } catch let error as OutboxError where error.code == .full || error.code == .inputOutput || error.code == .busy {
            // No fault of the message's: it comes again when there is room.
            throw error
        } catch {
            try Problem(message, error, at: transaction.now).insert(transaction.database)
            return "problems"
        }
    }
}

/// Where an office stands in what it receives, and what it could not take.
enum InboxTables {
    static let sql = """
        CREATE TABLE inbox (
          only INTEGER PRIMARY KEY CHECK (only = 1), position INTEGER NOT NULL, taken INTEGER NOT NULL DEFAULT 0,
          problems INTEGER NOT NULL DEFAULT 0, erased INTEGER NOT NULL DEFAULT 0, other_traffic INTEGER NOT NULL DEFAULT 0) STRICT;
        INSERT INTO inbox (only, position) VALUES (1, 0);
        CREATE TABLE problem (
          position INTEGER PRIMARY KEY, at INTEGER NOT NULL, type TEXT NOT NULL, code TEXT NOT NULL, vi TEXT NOT NULL, en TEXT NOT NULL) STRICT;
        """
}
