import Client
import Foundation
import GRDB

/// Takes messages effectively once: what was taken, what came of it, and what is said of it are one transaction.
///
/// The office reads an exclusive consumer, which gets messages in the order of their positions and never out of it: what is not above the last one
/// is a repeat. Unless the gateway recorded it later than the last one: then its journal was put back from an older copy, and positions are given
/// anew (CKP-1, 7.3).
struct Inbox<Rules: Office> {
    let store: OfficeStore
    let rules: Rules

    /// Takes messages in order.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/storage``: then none of them is taken.
    func take(_ messages: [ReceivedMessage], at now: UTCTime) throws {
        try store.write(at: now) { transaction in
            let database = transaction.database
            var last = try InboxPosition(database)
            for message in messages where last.isBefore(message) {
                let isRestored = message.position <= last.position
                last = InboxPosition(message)
                let outcome = try take(message, in: transaction)
                try database.execute(
                    sql: "UPDATE inbox SET position = ?, recorded_at = ?, restored = restored + ?, \(outcome) = \(outcome) + 1",
                    arguments: [Int64(bitPattern: last.position), last.recordedAt.microseconds, isRestored]
                )
            }
        }
    }

    /// Notes that there is nothing more to take up to a position: it is not looked for once more.
    func pass(through position: UInt64, at now: UTCTime) throws {
        try store.write(at: now) { transaction in
            try transaction.database.execute(sql: "UPDATE inbox SET position = max(position, ?)", arguments: [Int64(bitPattern: position)])
        }
    }

    /// Takes a message once more that could not be taken.
    ///
    /// - Returns: The problem that it still is; nil: it is none any more.
    func takeAgain(_ message: ReceivedMessage, at now: UTCTime) throws -> Problem? {
        try store.write(at: now) { transaction in
            let database = transaction.database
            guard try Problem.dismiss(message.position, database) else { return nil }
            let outcome = try take(message, in: transaction)
            try database.execute(sql: "UPDATE inbox SET \(outcome) = \(outcome) + 1")
            return try Problem.find(message.position, database)
        }
    }

    /// - Returns: The column that counts it.
    private func take(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws -> String {
        guard message.isExercise == transaction.isExercise else { return "other_traffic" }
        guard !message.isErased || !message.body.isEmpty else {
            let error = OfficeError(
                .unknown,
                vi: "người liên quan đã được xóa trước khi nhận: không còn đọc được nội dung",
                en: "whoever it is about was erased before it was taken: nothing of it can be read"
            )
            try rules.missed(message, Problem(message, error, at: transaction.now), in: transaction)
            return "erased"
        }
        do {
            try transaction.database.inSavepoint {
                // Every office judges by the lists of the day that a message speaks of.
                if message.type == ReferenceLists.messageType { try ReferenceLists.received(message, in: transaction) }
                try rules.received(message, in: transaction)
                return .commit
            }
            return "taken"
        } catch let error where OfficeError.isOfStore(error) {
            // No fault of the message's: it comes again.
            throw error
        } catch {
            let problem = Problem(message, error, at: transaction.now)
            try problem.insert(transaction.database)
            try rules.missed(message, problem, in: transaction)
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

    /// When the gateway recorded the last one taken, and how often its journal was found to be an older copy. Of the last one that an earlier version
    /// took the time is not known: then none counts as later.
    static let restored = """
        ALTER TABLE inbox ADD COLUMN recorded_at INTEGER NOT NULL DEFAULT 9223372036854775807;
        ALTER TABLE inbox ADD COLUMN restored INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE problem ADD COLUMN recorded_at INTEGER NOT NULL DEFAULT 0;
        """
}
