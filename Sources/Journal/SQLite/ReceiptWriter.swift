/// The writing connection's statements about receipts and resolutions. Not `Sendable`: ``SQLiteWriter`` has it.
final class ReceiptWriter {
    private let insert: Statement
    private let resolve: Statement
    private let forgetReceipts: Statement
    private let forgetResolutions: Statement

    init(_ connection: Connection) throws(JournalError) {
        // A dead letter that was tried again can be settled a second time: the earlier receipt stands.
        insert = try connection.prepare("INSERT OR IGNORE INTO receipt (consumer, last, first, at) VALUES (?, ?, ?, ?)")
        resolve = try connection.prepare("INSERT OR REPLACE INTO resolution (consumer, position, is_discarded, at) VALUES (?, ?, ?, ?)")
        forgetReceipts = try connection.prepare("DELETE FROM receipt WHERE consumer = ?")
        forgetResolutions = try connection.prepare("DELETE FROM resolution WHERE consumer = ?")
    }

    func write(_ batch: JournalBatch) throws(JournalError) {
        for id in batch.forgottenConsumers {
            for statement in [forgetReceipts, forgetResolutions] {
                statement.bind(1, Int64(id))
                try statement.run()
            }
        }
        for receipt in batch.receipts {
            insert.bind(1, Int64(receipt.consumer))
            insert.bind(2, receipt.positions.upperBound)
            insert.bind(3, receipt.positions.lowerBound)
            insert.bind(4, batch.at)
            try insert.run()
        }
        for letter in batch.resolved { try resolve(letter, isDiscarded: false, batch.at) }
        for letter in batch.discarded { try resolve(letter, isDiscarded: true, batch.at) }
    }

    private func resolve(_ letter: Letter, isDiscarded: Bool, _ time: Int64) throws(JournalError) {
        resolve.bind(1, Int64(letter.consumer))
        resolve.bind(2, letter.position)
        resolve.bind(3, isDiscarded)
        resolve.bind(4, time)
        try resolve.run()
    }
}
