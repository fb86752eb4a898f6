public import GRDB

/// Whether an office has handed in its report, and what there is to do.
public struct ReportStanding: Hashable, Sendable {
    public let organisation: String
    public let name: Wording
    /// The day on which it came; nil: it has not.
    public let receivedOn: CalendarDay?
    /// Days past the last day on which it would have been in time; 0: in time, or not due yet.
    public let daysLate: Int
    public let chasedOn: [String]

    /// Of every office that reports.
    ///
    /// - Throws: ``OfficeError``: the settings name an office that the reference list does not have.
    public static func all(_ period: ReportPeriod, office: LabourOffice, today: CalendarDay, _ database: Database) throws -> [ReportStanding] {
        let reports = try SubmittedReport.all(period: period.description, database)
        let deadline = period.dueBefore(in: office.reference)
        return try office.settings.reporting.map { code in
            guard let organisation = try ReferenceLists(database).holder(of: code, on: today) else {
                throw OfficeError(
                    .configuration,
                    vi: "office.yaml, reporting: theo danh mục hôm nay, không cơ quan nào có nhiệm vụ của \(code)",
                    en: "office.yaml, reporting: nobody has the duties of \(code) by today's list of organisations"
                )
            }
            // Whoever has taken over an office's duties hands in for it, under its own name.
            let received = try reports.filter { [code, organisation.id].contains($0.organisation) }.map(\.receivedOn).min()
                .map { try CalendarDay(stored: $0) }
            return ReportStanding(
                organisation: code,
                name: Wording(vi: organisation.nameVI, en: organisation.nameEN),
                receivedOn: received,
                daysLate: deadline.map { max(0, (received ?? today).days(since: $0) + 1) } ?? 0,
                chasedOn: try String.fetchAll(
                    database,
                    sql: "SELECT day FROM chase WHERE organisation = ? AND period = ? ORDER BY day",
                    arguments: [code, period.description]
                )
            )
        }
    }

    /// Notes that those who are late were asked for their reports today.
    public static func chase(_ late: [ReportStanding], _ period: ReportPeriod, in transaction: OfficeTransaction) throws {
        for standing in late {
            try transaction.database.execute(
                sql: "INSERT OR IGNORE INTO chase VALUES (?, ?, ?)",
                arguments: [standing.organisation, period.description, transaction.today.description]
            )
        }
    }
}
