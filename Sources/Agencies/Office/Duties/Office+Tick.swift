import GRDB

extension Office {
    /// Does what is due, of this office and of every office.
    func tick(in transaction: OfficeTransaction) throws {
        try clockMoved(in: transaction)
        try Reading.removeOld(at: transaction.now, transaction.database)
        try transaction.database.execute(sql: "UPDATE office SET ticked_at = ?", arguments: [transaction.now.microseconds])
    }
}
