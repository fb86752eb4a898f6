import GRDB

extension OfficeTransaction {
    /// Does something that is due, by itself: where a rule or a row stops it, nothing of it stays, what else is due is done, and the status tells it.
    ///
    /// - Throws: Only what is the store's own fault, such as a full disk: then the whole tick comes again.
    func duty(_ name: Wording, _ act: () throws -> Void) throws {
        do {
            try database.inSavepoint {
                try act()
                return .commit
            }
            try DutyFailure.clear(name, database)
        } catch  where OfficeError.isOfStore(error) {
            throw error
        } catch {
            try DutyFailure.record(name, OfficeError(cause: error), at: now, database)
        }
    }
}
