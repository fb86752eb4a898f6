public import Contracts

/// How an officer follows a case from the mission's answer until the family knows.
extension AffairsOffice {
    /// Takes a step while a case is acted upon.
    ///
    /// - Parameters:
    ///   - state: ``ProtectionCaseState/acting``, ``ProtectionCaseState/resolved`` or ``ProtectionCaseState/familyInformed``.
    ///   - receipt: What the mission answered with, where it answers only now.
    /// - Throws: ``OfficeError``.
    @discardableResult
    public func advanceCase(
        _ id: String,
        to state: ProtectionCaseState,
        officer: String,
        outcome: Langson_Protection_V1_CaseOutcome? = nil,
        receipt: String? = nil,
        review: CalendarDay? = nil,
        note: String? = nil,
        in transaction: OfficeTransaction
    ) throws -> ProtectionCase {
        try move(id, to: state, officer: officer, note: note, in: transaction) {
            guard [.acting, .resolved, .familyInformed].contains(state) else {
                throw OfficeError(.invalid, vi: "bước này có lệnh riêng", en: "this step has a command of its own: it needs more than a state")
            }
            try Self.learn(outcome, receipt, &$0)
            $0.reviewAt = try reviewTime(review, transaction)
        }
    }

    /// Notes what is learnt of a case while it stays where it is, and sets its next review.
    ///
    /// - Parameter review: Only where an officer decides on reviews: elsewhere the settings do, and this is refused.
    /// - Throws: ``OfficeError``; also where there is nothing to note.
    @discardableResult
    public func noteCase(
        _ id: String,
        officer: String,
        outcome: Langson_Protection_V1_CaseOutcome? = nil,
        receipt: String? = nil,
        review: CalendarDay? = nil,
        note: String? = nil,
        in transaction: OfficeTransaction
    ) throws -> ProtectionCase {
        let found = try held(id, by: officer, transaction)
        var noted = found
        guard noted.state != .closed else {
            throw OfficeError(.forbidden, vi: "vụ việc đã đóng: hãy mở lại trước", en: "the case is closed: reopen it first")
        }
        guard outcome != nil || receipt != nil || review != nil || note != nil else {
            throw OfficeError(
                .invalid,
                vi: "không có gì để cập nhật",
                en: "there is nothing to update: name a state, an outcome, a receipt, a review or a note"
            )
        }
        try Self.learn(outcome, receipt, &noted)
        if let review {
            guard noted.state.isReviewed else {
                throw OfficeError(
                    .forbidden,
                    vi: "ở trạng thái “\(noted.state.name.vi)” thời hạn do cài đặt của cơ quan quy định",
                    en: "while a case is “\(noted.state.name.en)”, the office's settings say by when somebody acts"
                )
            }
            noted.reviewAt = try reviewTime(review, transaction)
        }
        let step = CaseStep(
            .noted,
            at: transaction.now,
            from: noted.state,
            to: noted.state,
            officer: noted.officer,
            note: try note.map(AffairsText.note)
        )
        // A command that was cut off is given again.
        if noted == found, let last = try CaseRegister.steps(of: id, transaction.database).last, last.saysTheSame(as: step) {
            throw OfficeError(
                .conflict,
                vi: "đã ghi y như vậy lúc \(last.at.onBothClocks)",
                en: "the same was noted already, \(last.at.onBothClocks)"
            )
        }
        try noted.save(transaction.database)
        try step.append(to: id, transaction.database)
        return noted
    }

    private static func learn(_ outcome: Langson_Protection_V1_CaseOutcome?, _ receipt: String?, _ learnt: inout ProtectionCase) throws(OfficeError) {
        if let outcome { learnt.outcome = AffairsWords.outcomes.word(outcome) }
        guard let receipt else { return }
        guard learnt.missionCode != nil else {
            throw OfficeError(
                .forbidden,
                vi: "chưa báo cơ quan đại diện nào",
                en: "no mission was told that could have answered: `case notify` does that"
            )
        }
        learnt.receipt = try AffairsText.reference(receipt)
    }
}
