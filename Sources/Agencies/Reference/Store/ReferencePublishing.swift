extension ReferenceLists {
    /// Publishes the next version of a list: it is in force here with the same transaction, and in every office when it arrives.
    ///
    /// - Parameters:
    ///   - csv: The whole list, in the columns of `seeds/`.
    ///   - validFrom: Earlier days are judged as before.
    /// - Returns: The version's number.
    /// - Throws: ``OfficeError``: there is no such list; or ``ReferenceError`` naming line and column.
    public static func publish(_ list: String, csv: [UInt8], validFrom: CalendarDay, in transaction: OfficeTransaction) throws -> Int {
        let version = try ReferenceVersion.last(list, transaction.database) + 1
        let message = try ReferenceUpdate.message(list: list, version: version, csv: csv, validFrom: validFrom)
        try ReferenceUpdate.version(of: message).insert(transaction.database)
        try transaction.send("reference.updated.v1", message)
        return version
    }
}
