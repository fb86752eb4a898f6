import Client
public import Contracts
import SwiftProtobuf

/// What officers do with the cases they have taken, and the one thing that a clock does.
extension AffairsOffice {
    /// Judges what has happened; whoever answers an escalation begins here.
    ///
    /// - Parameter review: The day on which it is looked at again; nil: after the hours that the settings say.
    @discardableResult
    public func triageCase(
        _ id: String,
        officer: String,
        review: CalendarDay? = nil,
        note: String? = nil,
        in transaction: OfficeTransaction
    ) throws -> ProtectionCase {
        try move(id, to: .triaged, officer: officer, note: note, in: transaction) { $0.reviewAt = try reviewTime(review, transaction) }
    }

    /// Tells a mission [S 100-101]. The labour hub learns that it was told, and when. A mission that does not act in its time makes the case escalate.
    ///
    /// - Parameter receipt: What the mission answered with: a number of a letter or a call.
    @discardableResult
    public func notifyMission(
        of id: String,
        mission code: String,
        receipt: String? = nil,
        officer: String,
        note: String? = nil,
        in transaction: OfficeTransaction
    ) throws -> ProtectionCase {
        let receipt = try receipt.map(AffairsText.reference)
        return try move(id, to: .missionNotified, officer: officer, note: note, in: transaction) { told in
            let mission = try settings.mission(code, for: told.country)
            told.missionCode = mission.code
            told.notifiedAt = transaction.now
            told.receipt = receipt
            told.reviewAt = transaction.now.adding(seconds: Int64(settings.missionHours) * 3_600)
            let notified = Langson_Protection_V1_MissionNotified.with {
                $0.caseID = id
                $0.missionCode = mission.code
                $0.notifiedAt = transaction.now.timestamp
                $0.receipt = receipt ?? ""
            }
            try transaction.send("protection.mission.notified.v1", notified, chain: told.chain)
        }
    }

    /// Gives the case to an office that is not a mission; what it does is not followed here, but the case stays until it is closed.
    @discardableResult
    public func referCase(
        _ id: String,
        officer: String,
        review: CalendarDay? = nil,
        note: String? = nil,
        in transaction: OfficeTransaction
    ) throws -> ProtectionCase {
        try move(id, to: .referred, officer: officer, note: note, in: transaction) {
            $0.outcome = "referred"
            $0.reviewAt = try reviewTime(review, transaction)
        }
    }

    /// Closes a case: only a person does. How it came out has to be known.
    @discardableResult
    public func closeCase(
        _ id: String,
        officer: String,
        outcome: Langson_Protection_V1_CaseOutcome? = nil,
        note: String? = nil,
        in transaction: OfficeTransaction
    ) throws -> ProtectionCase {
        let closed = try move(id, to: .closed, officer: officer, note: note, in: transaction) {
            if let outcome { $0.outcome = AffairsWords.outcomes.word(outcome) }
            guard $0.outcome != nil else {
                throw OfficeError(.invalid, vi: "hãy nêu kết quả với --outcome", en: "say with --outcome how the case came out")
            }
            $0.reviewAt = nil
            $0.closedAt = transaction.now
        }
        try lookAgain(after: closed, in: transaction)
        return closed
    }

    /// Opens a closed case again: it is nobody's until it is taken, and has the time of a new one.
    @discardableResult
    public func reopenCase(_ id: String, officer: String, reason: String, in transaction: OfficeTransaction) throws -> ProtectionCase {
        let officer = try OfficeText.officer(officer)
        let found = try CaseRegister.find(id, transaction.database)
        return try step(found, to: .reopened, officer: officer, note: try AffairsText.note(reason), in: transaction) {
            $0.officer = nil
            $0.takenAt = nil
            $0.outcome = nil
            $0.closedAt = nil
            $0.reviewAt = acknowledgementDue(from: transaction.now)
        }
    }

    /// Cases that nobody acted upon in their time are shown first until a person does. The clock closes nothing, and takes no other step.
    func escalateOverdueCases(in transaction: OfficeTransaction) throws {
        let name = Wording(vi: "báo vượt cấp vụ việc quá hạn", en: "escalating overdue cases")
        try transaction.duty(name, each: { try CaseRegister.overdue(at: transaction.now, transaction.database) }) {
            // It stays overdue: the time that is past is kept, and shown.
            try step($0, to: .escalated, officer: nil, note: nil, in: transaction) { _ in }
        }
    }
}
