import Contracts
import GRDB

/// Follows journeys: what crossings mean for them, and what is due by the calendar.
public struct Journeys: Sendable {
    let settings: LabourSettings

    /// A terminal's clock, or a party that leaves early, may lie so many days before the manifest's day.
    private static let daysEarly = 1

    public init(settings: LabourSettings) {
        self.settings = settings
    }

    // MARK: Crossings

    /// Works out what all crossings of a document mean for its journeys: whatever the order in which they came, the outcome is the same.
    func settle(token: String, _ database: Database) throws {
        let journeys = try JourneyRecord.all(token: token, database)
        guard !journeys.isEmpty else { return }
        let crossings = try Crossing.all(token: token, database)
        for (index, journey) in journeys.enumerated() {
            let from = journey.listedOn.adding(days: -Self.daysEarly)
            let to = index + 1 < journeys.count ? journeys[index + 1].listedOn.adding(days: -Self.daysEarly) : nil
            let own = crossings.filter { crossing in
                let day = crossing.occurredAt.day()
                return day >= from && (to.map { day < $0 } ?? true)
            }
            try settle(journey, own, database)
        }
    }

    /// The same for one journey. That of a worker who was erased has no crossings but what it remembers.
    func settle(_ journey: JourneyRecord, _ database: Database) throws {
        guard journey.isErased else { return try settle(token: journey.token, database) }
        try settle(journey, [], database)
    }

    private func settle(_ journey: JourneyRecord, _ crossings: [Crossing], _ database: Database) throws {
        let word = try ReturnWord.all(of: journey.contractRef, database).last
        let settled = try settled(journey, crossings.merging(word, journey), database)
        if settled != journey { try settled.save(database) }
    }

    /// - Parameter crossings: Those of this journey, by time.
    private func settled(_ journey: JourneyRecord, _ crossings: [Crossing], _ database: Database) throws -> JourneyRecord {
        var journey = journey
        // An entry before any exit waits for the exit that is late.
        guard let exit = crossings.first(where: { $0.direction == .exit }) else { return journey }
        journey.exitedAt = exit.occurredAt
        if journey.state == .manifested || journey.state == .noShow { journey.state = try journey.state.moving(to: .exited) }
        // Back is who entered and did not leave again: a day at home in mid-season is no return.
        let last = crossings.last { $0.direction == .exit } ?? exit
        guard let entry = crossings.first(where: { $0.direction == .entry && $0.occurredAt > last.occurredAt }) else {
            journey.returnedAt = nil
            if journey.state == .returned {
                journey.state = try journey.state.moving(to: .exited)
                if try JourneyCase.isAnyOpen(of: journey.contractRef, database) { journey.state = try journey.state.moving(to: .inCase) }
            }
            return journey
        }
        journey.returnedAt = entry.occurredAt
        journey.need = crossings.reduce(0) { max($0, $1.need) }
        if journey.state != .returned { journey.state = try journey.state.moving(to: .returned) }
        return journey
    }

    // MARK: The calendar

    func clockMoved(in transaction: OfficeTransaction) throws {
        try markNoShows(transaction)
        try remind(transaction)
        try askAfter(transaction)
    }

    private func markNoShows(_ transaction: OfficeTransaction) throws {
        let last = transaction.today.adding(days: -settings.noShowDays)
        let name = Wording(vi: "đánh dấu người không đi", en: "marking who did not go")
        try transaction.duty(name, each: { try JourneyRecord.all(transaction.database, state: .manifested).filter { $0.day < last } }) {
            var journey = $0
            journey.state = try journey.state.moving(to: .noShow)
            try journey.save(transaction.database)
        }
    }

    /// Calls a renewal due before the permit ends: the most protective message of all.
    private func remind(_ transaction: OfficeTransaction) throws {
        let limit = transaction.today.adding(days: settings.renewalDaysBefore)
        let name = Wording(vi: "nhắc gia hạn giấy phép", en: "reminding of permits")
        func due() throws -> [JourneyRecord] {
            try JourneyRecord.all(transaction.database, state: .exited, until: limit).filter { !$0.isErased }
        }
        try transaction.duty(name, each: due) {
            var journey = $0
            journey.state = try journey.state.moving(to: .renewalDue)
            journey.remindedOn = transaction.today
            var message = Langson_Permit_V1_RenewalDue()
            message.workerRef = journey.workerRef
            message.validUntil = journey.validUntil.description
            message.contractRef = journey.contractRef
            message.daysPast = UInt32(max(0, transaction.today.days(since: journey.validUntil)))
            try transaction.send("permit.renewal.due.v1", message)
            try journey.save(transaction.database)
        }
    }

    /// Asks others to look after a worker whose permit and contract have ended and who is not back.
    private func askAfter(_ transaction: OfficeTransaction) throws {
        let database = transaction.database
        func due() throws -> [JourneyRecord] {
            let waiting = try JourneyRecord.all(database, state: .renewalDue, until: transaction.today)
            // Who was reached and is still not back is asked after again.
            let reached = try JourneyRecord.all(database, state: .contacted, until: transaction.today)
                .filter { $0.welfareOn.map { transaction.today >= $0.adding(days: settings.welfareAgainDays) } ?? true }
            return (waiting + reached).filter { !$0.isErased }
        }
        try transaction.duty(Wording(vi: "hỏi thăm người chưa về", en: "asking after who is not back"), each: due) {
            var journey = $0
            let contract = try ContractRecord.find(journey.contractRef, transaction.database)
            let end = max(journey.validUntil, try CalendarDay(stored: contract.end))
            guard transaction.today >= end.adding(days: settings.welfareDaysAfter) else { return }
            journey.state = try journey.state.moving(to: .welfareDue)
            journey.welfareOn = transaction.today
            var message = Langson_Return_V1_WelfareDue()
            message.workerRef = journey.workerRef
            message.validUntil = end.description
            message.contractRef = journey.contractRef
            message.daysPast = UInt32(max(0, transaction.today.days(since: end)))
            try transaction.send("return.welfare.due.v1", message)
            try journey.save(transaction.database)
        }
    }

    // MARK: People's decisions

    /// A permit was renewed, or is known for the first time.
    ///
    /// - Throws: ``OfficeError``: there is no such journey, the worker is not abroad, or the day is before the one that is known.
    public func renew(_ contract: String, until day: CalendarDay, in transaction: OfficeTransaction) throws {
        var journey = try JourneyRecord.find(contract, transaction.database)
        guard journey.state.isAbroad || journey.state == .manifested else {
            throw OfficeError(
                .forbidden,
                vi: "người lao động không ở nước ngoài: chuyến đi đang ở trạng thái “\(journey.state.name.vi)”",
                en: "the worker is not abroad: the journey is “\(journey.state.name.en)”"
            )
        }
        guard day >= transaction.today else {
            throw OfficeError(.invalid, vi: "giấy phép không thể hết hạn trong quá khứ", en: "a permit cannot end in the past: give its last day")
        }
        journey.validUntil = day
        if [.renewalDue, .welfareDue, .contacted].contains(journey.state) { journey.state = try journey.state.moving(to: .exited) }
        try journey.save(transaction.database)
    }

    /// Somebody reached the worker.
    public func contacted(_ contract: String, in transaction: OfficeTransaction) throws {
        var journey = try JourneyRecord.find(contract, transaction.database)
        journey.state = try journey.state.moving(to: .contacted)
        try journey.save(transaction.database)
    }
}
