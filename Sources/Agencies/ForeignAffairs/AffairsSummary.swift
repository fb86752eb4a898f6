public import GRDB

/// What needs somebody of the office, in numbers, and each case that nobody acted upon in time by its own: it is shown until a person does.
public struct AffairsSummary: Sendable {
    /// Those that nobody has acted upon in time, in the order in which they became overdue.
    public let urgent: [ProtectionCase]
    /// Cases and alerts that came and were not taken, and that nobody has asked about.
    public let missed: [MissedMessage]
    /// Cases that nobody has taken.
    public let untaken: Int
    /// Cases that should have been looked at again, the urgent ones not among them.
    public let overdue: Int
    public let open: Int
    public let alerts: Int
    public let unacknowledgedAlerts: Int
    /// Waiting, by kind.
    public let matters: [Matter.Kind: Int]
    /// Those of the last 90 days: whether their officers have opened them is not known here.
    public let referrals: Int
    /// Expired within their notice, or soon to expire.
    public let agreements: [Agreement]
    /// Reports of the plan that are due within 30 days, or late, and not yet sent; those of the oldest year first.
    public let reportsDue: [ReportPeriod]

    public init(_ database: Database, settings: AffairsSettings, now: UTCTime) throws {
        let cases = try CaseRegister.list(CaseRegister.Filter(), at: now, database)
        urgent = cases.filter { $0.isUrgent(at: now) }
        missed = try MissedMessage.list(database)
        untaken = cases.count { $0.officer == nil }
        overdue = cases.count { $0.isOverdue(at: now) && !$0.isUrgent(at: now) }
        open = cases.count
        let alerts = try HeardAlert.list(database, at: now)
        self.alerts = alerts.count
        unacknowledgedAlerts = alerts.count { $0.state != .acknowledged }
        var matters: [Matter.Kind: Int] = [:]
        for kind in Matter.Kind.allCases {
            matters[kind] = try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM matter WHERE kind = ? AND state = 'waiting'",
                arguments: [kind.rawValue]
            )
        }
        self.matters = matters
        referrals = try Int.fetchOne(database, sql: "SELECT count(*) FROM referral") ?? 0
        let (today, notice) = (now.day(), settings.agreementNoticeDays)
        agreements = try Agreement.list(database).filter { $0.state != .ended && $0.daysLeft(on: today).map(abs) ?? .max <= notice }
        let sent = try Set(String.fetchAll(database, sql: "SELECT period FROM report"))
        reportsDue = try ReportDue.all(on: today, database).map(\.period).filter { !sent.contains("\($0)") }
    }

    /// The urgent cases, then what was not taken, one a line: what nobody may overlook.
    public func urgentLines(_ language: Language) -> [String] {
        let cases = urgent.map { found in
            let since = found.reviewAt?.onBothClocks ?? ""
            return Wording(
                vi: "KHẨN: vụ việc \(found.id) quá hạn từ \(since), chưa có người xử lý",
                en: "ESCALATED: case \(found.id), overdue since \(since), nobody has acted"
            )[language]
        }
        return cases
            + missed.map { message in
                let (id, from, at) = (message.matter.id, message.principal, message.recordedAt.onBothClocks)
                return Wording(
                    vi: "KHẨN: \(message.name.vi) của \(from) gửi \(at) không nhận được: \(message.reason.vi); hỏi nơi gửi rồi `missed done \(id)`",
                    en: "NOT TAKEN: \(message.name.en) that \(from) sent, \(at): \(message.reason.en); ask who sent it, then `missed done \(id)`"
                )[language]
            }
    }

    /// The rest of what a person reads.
    public func lines(_ language: Language) -> [String] {
        func text(_ vi: String, _ en: String) -> String { language == .vi ? vi : en }
        var lines: [String] = []
        lines.append(
            text(
                "vụ việc đang mở: \(open), chưa có cán bộ nhận: \(untaken), quá ngày xem lại: \(overdue)",
                "open cases: \(open), taken by nobody: \(untaken), review overdue: \(overdue)"
            )
        )
        lines.append(
            text(
                "cảnh báo còn hiệu lực: \(alerts), chưa tiếp nhận: \(unacknowledgedAlerts)",
                "alerts: \(alerts), not acknowledged: \(unacknowledgedAlerts)"
            )
        )
        lines.append(
            text(
                "chờ xem: \(count(.welfare)) lao động chưa về, \(count(.voice)) ý kiến, \(count(.handover)) đợt bàn giao",
                "to look at: \(count(.welfare)) workers not back, \(count(.voice)) voices, \(count(.handover)) groups handed over"
            )
        )
        if referrals > 0 {
            lines.append(
                text(
                    "hồ sơ niêm phong cho cán bộ được chỉ định trong 90 ngày: \(referrals) (`cuakhau referral read`)",
                    "referrals sealed to named officers in 90 days: \(referrals) (`cuakhau referral read`)"
                )
            )
        }
        lines += agreements.compactMap { agreement in
            agreement.expires.map {
                text("thoả thuận \(agreement.code) hết hiệu lực ngày \($0.written)", "agreement \(agreement.code) expires on \($0.written)")
            }
        }
        lines += reportsDue.map { text("chưa gửi báo cáo kỳ \($0)", "the report on \($0) has not been sent") }
        return lines
    }

    private func count(_ kind: Matter.Kind) -> Int { matters[kind] ?? 0 }
}
