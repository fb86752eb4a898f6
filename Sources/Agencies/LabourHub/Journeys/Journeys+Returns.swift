import GRDB

/// Returns that no checkpoint saw, as people know of them.
extension Journeys {
    /// Somebody knows that a worker is back. A crossing that was recorded, or comes yet, says more: who is seen leaving after that day is abroad again.
    ///
    /// - Parameters:
    ///   - name: See ``JourneyRecord/named(_:_:)``.
    ///   - reason: How it is known, 1 to 500 characters without anybody's number.
    /// - Throws: ``OfficeError``: there is no such journey, the worker was never seen leaving, a checkpoint saw the return already, or the day does not fit.
    public func markReturned(_ name: String, on day: CalendarDay, reason: String, in transaction: OfficeTransaction) throws {
        let database = transaction.database
        let journey = try JourneyRecord.named(name, database)
        let word = try ReturnWord(day, reason: reason, at: transaction.now)
        guard let exitedAt = journey.exitedAt else {
            throw OfficeError(
                .forbidden,
                vi: "chưa có lượt xuất cảnh nào của chuyến đi này: chuyến đi đang ở trạng thái “\(journey.state.name.vi)”",
                en: "nobody has seen the worker leave: the journey is “\(journey.state.name.en)”"
            )
        }
        guard day <= transaction.today, day >= exitedAt.day() else {
            throw OfficeError(
                .invalid,
                vi: "ngày về phải từ ngày xuất cảnh \(exitedAt.day().written) đến hôm nay",
                en: "the day lies between that of the exit, \(exitedAt.day()), and today"
            )
        }
        // A word can be corrected by another one; what a checkpoint saw cannot.
        if try !isByWord(journey, database) { _ = try journey.state.moving(to: .returned) }
        guard try settle(journey, after: word, database).returnedAt != nil else {
            throw OfficeError(
                .conflict,
                vi: "sau ngày đó đã có lượt xuất cảnh được ghi nhận: hãy xem lại ngày về",
                en: "a checkpoint saw the worker leave after that day's noon: look at the day again"
            )
        }
    }

    /// The word that a worker is back was wrong: the journey goes on.
    ///
    /// - Throws: ``OfficeError``: there is no such journey, nobody said so, or a checkpoint saw the return.
    public func takeBackReturn(_ name: String, reason: String, in transaction: OfficeTransaction) throws {
        let database = transaction.database
        let journey = try JourneyRecord.named(name, database)
        let word = try ReturnWord(nil, reason: reason, at: transaction.now)
        guard try isByWord(journey, database) else {
            throw OfficeError(
                .conflict,
                vi: "không có lời báo về nào để rút lại: chuyến đi đang ở trạng thái “\(journey.state.name.vi)”",
                en: "there is no word of a return to take back: the journey is “\(journey.state.name.en)”"
            )
        }
        try settle(journey, after: word, database)
    }

    /// Whether the return that the journey has is a person's word.
    private func isByWord(_ journey: JourneyRecord, _ database: Database) throws -> Bool {
        guard let returnedAt = journey.returnedAt else { return false }
        return try ReturnWord.all(of: journey.contractRef, database).last?.time == returnedAt
    }

    /// Keeps a word, and works out what the journey is by it.
    @discardableResult
    private func settle(_ journey: JourneyRecord, after word: ReturnWord, _ database: Database) throws -> JourneyRecord {
        var journey = journey
        // What the journey remembers of an earlier word is no crossing.
        if try isByWord(journey, database) { journey.returnedAt = nil }
        try word.append(to: journey.contractRef, database)
        try journey.save(database)
        try settle(journey, database)
        return try JourneyRecord.find(journey.contractRef, database)
    }
}
