import Client
import Contracts
import SwiftProtobuf

/// How cases come in, and how they are taken.
extension AffairsOffice {
    func caseOpened(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let opened: Langson_Protection_V1_CaseOpened = try message.decoded()
        let new = ProtectionCase(
            id: opened.caseID,
            openedBy: message.principal,
            report: try CaseReport(opened),
            reviewAt: acknowledgementDue(from: sharesGatewayTime ? min(message.recordedAt, transaction.now) : transaction.now),
            eventID: message.chain.stored
        )
        if let known = try CaseRegister.optional(opened.caseID, transaction.database) {
            // Told twice is ordinary. Another case under the same name would hide one of the two.
            guard known.isSameReport(as: new) else {
                throw OfficeError(
                    .conflict,
                    vi: "đã có vụ việc khác mang số này: hãy đề nghị nơi gửi mở lại với số mới",
                    en: "another case has this number already: ask who sent it to open it again with a new one"
                )
            }
            return
        }
        try enter(new, officer: nil, note: nil, in: transaction)
    }

    /// Opens a case that was told to this office itself, by telephone for example.
    ///
    /// Nothing is published: the only reader of a case is this office.
    ///
    /// - Parameter besides: Cases that look the same and are others. What the same officer said within a day is refused where it is none of these: a
    ///   command that was cut off can be given again, and makes no second case.
    /// - Throws: ``OfficeError``: ``OfficeError/Code/conflict`` names the case that is there.
    public func openCase(
        _ report: CaseReport,
        officer: String,
        note: String? = nil,
        besides: [String] = [],
        in transaction: OfficeTransaction
    ) throws -> ProtectionCase {
        let officer = try OfficeText.officer(officer)
        guard report.at <= transaction.now else {
            throw OfficeError(.invalid, vi: "tin báo không thể đến sau thời điểm này", en: "the news cannot have come in later than now")
        }
        guard !report.isAnonymous || note == nil else {
            throw OfficeError(
                .forbidden,
                vi: "tin báo ẩn danh không kèm ghi chú: ghi chú có thể cho biết ai đã báo",
                en: "an anonymous report has no note: it could tell who reported"
            )
        }
        let alike = try CaseRegister.alike(report, officer: officer, since: transaction.now.adding(seconds: -86_400), transaction.database)
        if let first = alike.first(where: { !besides.contains($0) }) {
            throw OfficeError(
                .conflict,
                vi: "tin báo như vậy đã được mở thành vụ việc \(first) trong 24 giờ qua; nếu đây là vụ việc khác, thêm --besides \(first)",
                en: "the same was opened as case \(first) within 24 hours; where this is another case, add --besides \(first)"
            )
        }
        let id = transaction.name(
            "case",
            officer,
            report.channel,
            report.kind,
            report.country,
            report.city,
            "\(report.persons)",
            report.workerRef ?? "",
            "\(report.at.microseconds)",
            "\(alike.count)"
        ).description
        let new = ProtectionCase(id: id, openedBy: nil, report: report, reviewAt: acknowledgementDue(from: report.at))
        try enter(new, officer: officer, note: note.map(AffairsText.note), in: transaction)
        return new
    }

    private func enter(_ new: ProtectionCase, officer: String?, note: String?, in transaction: OfficeTransaction) throws {
        try new.save(transaction.database)
        try CaseStep(.opened, at: transaction.now, from: nil, to: new.state, officer: officer, note: note).append(to: new.id, transaction.database)
    }

    /// Takes a case: from then on it is this officer's, and nobody else acts on it.
    ///
    /// The first to take a new case in its time gets that time once more, to triage it. Handing over gives no more time, nor does taking it too late.
    ///
    /// - Parameter reason: Why it is taken over from the officer who has it; nil: it has to be free.
    /// - Throws: ``OfficeError``: ``OfficeError/Code/conflict`` where it is taken, saying since when.
    @discardableResult
    public func takeCase(_ id: String, officer: String, over reason: String? = nil, in transaction: OfficeTransaction) throws -> ProtectionCase {
        var taken = try CaseRegister.find(id, transaction.database)
        let officer = try OfficeText.officer(officer)
        let note = try reason.map(AffairsText.note)
        guard taken.state != .closed else {
            throw OfficeError(.forbidden, vi: "vụ việc đã đóng: hãy mở lại trước", en: "the case is closed: reopen it first")
        }
        if let since = taken.takenAt, reason == nil || taken.officer == officer {
            throw OfficeError(
                .conflict,
                vi: "vụ việc đã có cán bộ nhận từ \(since.onBothClocks); muốn nhận thay, hãy nêu lý do với --over",
                en: "the case has been taken since \(since.onBothClocks); to take it over, say why with --over"
            )
        }
        let isFirst = taken.officer == nil
        let isInTime = !taken.isOverdue(at: transaction.now)
        taken.officer = officer
        taken.takenAt = transaction.now
        if isFirst, isInTime, taken.state == .reported || taken.state == .reopened {
            taken.reviewAt = acknowledgementDue(from: transaction.now)
        }
        try taken.save(transaction.database)
        try CaseStep(isFirst ? .taken : .handedOver, at: transaction.now, from: taken.state, to: taken.state, officer: officer, note: note)
            .append(to: id, transaction.database)
        return taken
    }

    /// By when somebody has to act, from when the office could have known: the gateway had it, or it was told here. That nobody was in gives no more time.
    ///
    /// Where this machine's clock is behind the gateway's, the message's arrival is the earlier one and counts; where it is ahead, a case escalates early.
    func acknowledgementDue(from raised: UTCTime) -> UTCTime { raised.adding(seconds: Int64(settings.acknowledgeMinutes) * 60) }
}
