import Client
import Contracts
import SwiftProtobuf

/// One step of a case: who may take it, what it changes, and who is told.
extension AffairsOffice {
    func move(
        _ id: String,
        to next: ProtectionCaseState,
        officer: String,
        note: String?,
        in transaction: OfficeTransaction,
        _ change: (inout ProtectionCase) throws -> Void
    ) throws -> ProtectionCase {
        let found = try held(id, by: officer, transaction)
        return try step(found, to: next, officer: found.officer, note: try note.map(AffairsText.note), in: transaction, change)
    }

    @discardableResult
    func step(
        _ found: ProtectionCase,
        to next: ProtectionCaseState,
        officer: String?,
        note: String?,
        in transaction: OfficeTransaction,
        _ change: (inout ProtectionCase) throws -> Void
    ) throws -> ProtectionCase {
        var moved = found
        moved.state = try found.state.moving(to: next)
        try change(&moved)
        try moved.save(transaction.database)
        try CaseStep(.moved, at: transaction.now, from: found.state, to: next, officer: officer, note: note).append(
            to: found.id,
            transaction.database
        )
        try tellOpener(of: moved, from: found.state, in: transaction)
        return moved
    }

    /// Where this office opened the case itself, there is nobody to tell.
    private func tellOpener(of moved: ProtectionCase, from: ProtectionCaseState, in transaction: OfficeTransaction) throws {
        guard let openedBy = moved.openedBy else { return }
        var changed = Langson_Protection_V1_CaseChanged()
        changed.caseID = moved.id
        changed.openedBy = openedBy
        changed.from = from.contract
        changed.state = moved.state.contract
        if let reviewAt = moved.reviewAt { changed.nextReviewAt = reviewAt.timestamp }
        if let outcome = moved.outcome.flatMap(AffairsWords.outcomes.value) { changed.outcome = outcome }
        try transaction.send("protection.case.changed.v1", changed, chain: moved.chain)
    }

    /// A case that an officer has taken.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/forbidden`` where nobody has, or ``OfficeError/Code/conflict`` where another has.
    func held(_ id: String, by officer: String, _ transaction: OfficeTransaction) throws -> ProtectionCase {
        let found = try CaseRegister.find(id, transaction.database)
        let officer = try OfficeText.officer(officer)
        guard let holder = found.officer, let since = found.takenAt else {
            throw OfficeError(
                .forbidden,
                vi: "chưa có cán bộ nhận vụ việc: hãy nhận trước (case take)",
                en: "nobody has taken the case: `case take` it first"
            )
        }
        guard holder == officer else {
            throw OfficeError(
                .conflict,
                vi: "vụ việc do cán bộ khác nhận từ \(since.onBothClocks); muốn nhận thay, dùng case take --over",
                en: "another officer has had the case since \(since.onBothClocks); to take it over: `case take --over`"
            )
        }
        return found
    }

    /// The end of the working day of a day that an officer named, or the settings' hours from now.
    func reviewTime(_ day: CalendarDay?, _ transaction: OfficeTransaction) throws(OfficeError) -> UTCTime {
        guard let day else { return transaction.now.adding(seconds: Int64(settings.reviewHours) * 3_600) }
        let time = UTCTime(day, hour: 17)
        guard time > transaction.now, day <= transaction.today.adding(days: settings.reviewDaysMax) else {
            throw OfficeError(
                .invalid,
                vi: "ngày xem lại phải ở phía trước, trong vòng \(settings.reviewDaysMax) ngày",
                en: "the review lies ahead, and within \(settings.reviewDaysMax) days"
            )
        }
        return time
    }
}

extension ProtectionCase {
    var chain: MessageChain? { eventID.flatMap(MessageChain.init(stored:)) }
}
