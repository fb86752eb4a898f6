import Contracts
import Foundation
import GRDB
import SwiftProtobuf

/// What comes in for an officer to look at, and how it is done with.
extension AffairsOffice {
    func welfareDue(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let due: Langson_Return_V1_WelfareDue = try message.decoded()
        let database = transaction.database
        let known = try Row.fetchOne(database, sql: "SELECT valid_until, days_past FROM welfare WHERE contract_ref = ?", arguments: [due.contractRef])
        // A reminder that comes late says nothing new; after another permit, the days begin anew.
        if let known, (known[0] as String, known[1] as Int) >= (due.validUntil, Int(due.daysPast)) { return }
        try database.execute(
            sql: "INSERT OR REPLACE INTO welfare (contract_ref, worker_ref, valid_until, days_past, reminded_at) VALUES (?, ?, ?, ?, ?)",
            arguments: [due.contractRef, due.workerRef, due.validUntil, Int(due.daysPast), transaction.now.microseconds]
        )
        var matter = try Matter.find(.welfare, due.contractRef, database) ?? Matter(.welfare, due.contractRef, at: transaction.now)
        // While a case follows the worker, it needs no second look; once that is closed or gone, it does.
        if matter.state == .done, try !isFollowed(matter, database) { try matter.wait() }
        try matter.save(database)
    }

    private func isFollowed(_ matter: Matter, _ database: Database) throws -> Bool {
        guard let caseID = matter.caseID, let found = try CaseRegister.optional(caseID, database) else { return false }
        return found.state != .closed
    }

    /// Reminders that came while a case followed their worker are looked at once it is closed, unless it says where the worker is.
    func lookAgain(after closed: ProtectionCase, in transaction: OfficeTransaction) throws {
        guard closed.outcome != "returned", closed.outcome != "deceased" else { return }
        let contracts = try String.fetchAll(
            transaction.database,
            sql: """
                SELECT matter_id FROM matter JOIN welfare ON contract_ref = matter_id
                WHERE kind = 'welfare' AND state = 'done' AND case_id = ? AND reminded_at > done_at ORDER BY matter_id
                """,
            arguments: [closed.id]
        )
        for contract in contracts {
            guard var matter = try Matter.find(.welfare, contract, transaction.database) else { continue }
            try matter.wait()
            try matter.save(transaction.database)
        }
    }

    func voiceSubmitted(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let voice: Langson_Voice_V1_Submitted = try message.decoded()
        guard let topic = AffairsWords.topics.word(voice.topic) else {
            throw OfficeError(.invalid, vi: "chủ đề của ý kiến không có trong danh mục", en: "the topic is not known here")
        }
        try transaction.database.execute(
            sql: "INSERT OR IGNORE INTO voice (voice_id, topic, text, is_anonymous) VALUES (?, ?, ?, ?)",
            arguments: [voice.voiceID, topic, voice.text, voice.anonymous]
        )
        try enter(.voice, voice.voiceID, transaction)
    }

    func handoverReceived(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let received: Langson_Handover_V1_Received = try message.decoded()
        try transaction.database.execute(
            sql: "INSERT OR IGNORE INTO handover (batch_id, gate, at, adults, minors, needs) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                received.batchID, received.gate, UTCTime(received.at).microseconds, Int(received.adults), Int(received.minors),
                received.needs.map { AffairsWords.needs.word($0) ?? "other" }.joined(separator: " "),
            ]
        )
        try enter(.handover, received.batchID, transaction)
    }

    func enter(_ kind: Matter.Kind, _ id: String, _ transaction: OfficeTransaction) throws {
        guard try Matter.find(kind, id, transaction.database) == nil else { return }
        try Matter(kind, id, at: transaction.now).save(transaction.database)
    }

    /// Somebody has looked at it.
    ///
    /// - Parameter caseID: The case that came of it.
    /// - Throws: ``OfficeError``.
    @discardableResult
    public func finishMatter(
        _ kind: Matter.Kind,
        _ id: String,
        officer: String,
        caseID: String? = nil,
        note: String? = nil,
        in transaction: OfficeTransaction
    ) throws -> Matter {
        guard var matter = try Matter.find(kind, id, transaction.database) else {
            throw OfficeError(
                .unknown,
                vi: "không có việc này: hãy xem `\(kind.rawValue) list`",
                en: "there is no such matter: see `\(kind.rawValue) list`"
            )
        }
        if let caseID { _ = try CaseRegister.find(caseID, transaction.database) }
        matter.state = try matter.state.moving(to: .done)
        matter.officer = try OfficeText.officer(officer)
        matter.doneAt = transaction.now
        matter.caseID = caseID
        matter.note = try note.map(AffairsText.note)
        try matter.save(transaction.database)
        if kind == .missed { try settleProblem(of: id, transaction.database) }
        return matter
    }

    // MARK: Sealed referrals

    /// Only counted: what is in it is sealed to named officers, and this service holds no key.
    func referralOpened(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let opened: Langson_Victim_V1_ReferralOpened = try message.decoded()
        try count(opened.referralRef, transaction)
    }

    func referralShared(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let shared: Langson_Victim_V1_ReferralShared = try message.decoded()
        try count(shared.referralRef, transaction)
    }

    private func count(_ referral: String, _ transaction: OfficeTransaction) throws {
        try transaction.database.execute(
            sql: "INSERT OR IGNORE INTO referral (referral_ref, received_at) VALUES (?, ?)",
            arguments: [referral, transaction.now.microseconds]
        )
    }
}
