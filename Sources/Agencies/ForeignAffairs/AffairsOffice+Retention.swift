import Contracts
import GRDB
import SwiftProtobuf

/// What is old is removed, and what is about somebody who was erased.
extension AffairsOffice {
    private static let daySeconds: Int64 = 86_400
    /// As long as the gateway keeps them (alert/v1/crossing.proto).
    private static let alertDays: Int64 = 30
    /// A design decision: the plan says nothing of voices, reminders and contracts, which are about people.
    private static let matterDays: Int64 = 90

    func removeWhatIsOld(in transaction: OfficeTransaction) throws {
        let (database, now) = (transaction.database, transaction.now)
        func before(_ days: Int64) -> Int64 { now.adding(seconds: -days * Self.daySeconds).microseconds }
        // With its steps: a case is kept for 12 months after it was closed (protection/v1/case.proto).
        try database.execute(
            sql: "DELETE FROM protection_case WHERE state = 'closed' AND closed_at <= ?",
            arguments: [UTCTime(transaction.today.aYearEarlier).microseconds]
        )
        try database.execute(sql: "DELETE FROM alert WHERE expires <= ?", arguments: [before(Self.alertDays)])
        try database.execute(sql: "DELETE FROM early_alert_step WHERE at <= ?", arguments: [before(Self.alertDays)])
        try database.execute(sql: "DELETE FROM referral WHERE received_at <= ?", arguments: [before(Self.matterDays)])
        try database.execute(sql: "DELETE FROM matter WHERE state = 'done' AND done_at <= ?", arguments: [before(Self.matterDays)])
        for (kind, key) in [("welfare", "contract_ref"), ("voice", "voice_id"), ("handover", "batch_id"), ("missed", "message")] {
            try database.execute(sql: "DELETE FROM \(kind) WHERE \(key) NOT IN (SELECT matter_id FROM matter WHERE kind = '\(kind)')")
        }
        // A contract that ended is of use only to a case or a reminder that is still followed.
        try database.execute(
            sql: """
                DELETE FROM worker_contract WHERE last_day <= ?
                AND worker_ref NOT IN (SELECT worker_ref FROM protection_case WHERE worker_ref IS NOT NULL AND state <> 'closed')
                AND contract_ref NOT IN (SELECT contract_ref FROM welfare)
                """,
            arguments: ["\(transaction.today.adding(days: -Int(Self.matterDays)))"]
        )
    }

    /// Somebody was erased at the gateway: what this office holds of them goes too. A case that is open stays, without what says who it is about:
    /// whoever needs protection goes on needing it.
    func subjectErased(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let erased: Langson_Gateway_V1_SubjectErased = try message.decoded()
        let subject = erased.subject
        let database = transaction.database
        try database.execute(sql: "DELETE FROM protection_case WHERE case_id = ? AND state = 'closed'", arguments: [subject])
        try database.execute(
            sql: "UPDATE case_step SET note = NULL WHERE case_id IN (SELECT case_id FROM protection_case WHERE case_id = :it OR worker_ref = :it)",
            arguments: ["it": subject]
        )
        try database.execute(
            sql: "UPDATE protection_case SET worker_ref = NULL, city = '' WHERE case_id = :it OR worker_ref = :it",
            arguments: ["it": subject]
        )
        try database.execute(
            sql: """
                DELETE FROM matter WHERE (kind = 'voice' AND matter_id = :it)
                OR (kind = 'welfare' AND matter_id IN (SELECT contract_ref FROM welfare WHERE worker_ref = :it))
                """,
            arguments: ["it": subject]
        )
        try database.execute(sql: "DELETE FROM voice WHERE voice_id = ?", arguments: [subject])
        try database.execute(sql: "DELETE FROM welfare WHERE worker_ref = ?", arguments: [subject])
        try database.execute(sql: "DELETE FROM worker_contract WHERE worker_ref = ?", arguments: [subject])
        try database.execute(sql: "DELETE FROM referral WHERE referral_ref = ?", arguments: [subject])
    }
}

extension CalendarDay {
    /// The same day of the year before; for 29 February the last of that month.
    var aYearEarlier: CalendarDay {
        guard let day = CalendarDay(year: year - 1, month: month, day: min(day, CalendarDay.days(inMonth: month, of: year - 1))) else {
            preconditionFailure("a day before the year 1901")
        }
        return day
    }
}
