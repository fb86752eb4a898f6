import GRDB

extension OfficeTransaction {
    /// Does something that is due, by itself: where a rule or a row stops it, nothing of it stays, what else is due is done, and the status tells it.
    ///
    /// - Throws: Only what is the store's own fault, such as a full disk: then the whole tick comes again.
    func duty(_ name: Wording, _ act: () throws -> Void) throws { try duty(name, each: { [()] }, act) }

    /// Does a duty for several people or things, for each by itself: one that cannot be dealt with holds up none of the others.
    ///
    /// - Parameter items: Those for whom it is due.
    func duty<Item>(_ name: Wording, each items: () throws -> [Item], _ act: (Item) throws -> Void) throws {
        var failure: OfficeError?
        func attempt(_ work: () throws -> Void) throws {
            do { try work() } catch let error where !OfficeError.isOfStore(error) { failure = failure ?? OfficeError(cause: error) }
        }
        try attempt {
            for item in try items() {
                try attempt {
                    try database.inSavepoint {
                        try act(item)
                        return .commit
                    }
                }
            }
        }
        if let failure { try DutyFailure.record(name, failure, at: now, database) } else { try DutyFailure.clear(name, database) }
    }
}
