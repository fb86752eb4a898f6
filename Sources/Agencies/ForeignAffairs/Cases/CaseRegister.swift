public import GRDB

/// The office's cases, as they are read.
public enum CaseRegister {
    /// Which cases a list shows.
    public struct Filter: Sendable {
        public var state: ProtectionCaseState?
        public var officer: String?
        /// Whether closed ones are shown too.
        public var includesClosed = false

        public init() {}
    }

    public static let countMax = 10_000
    /// The states that a clock ends, as SQL has a list.
    private static let escalating = ProtectionCaseState.allCases.filter(\.escalates).map { "'\($0.rawValue)'" }.joined(separator: ", ")

    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/unknown``.
    public static func find(_ id: String, _ database: Database) throws -> ProtectionCase {
        guard let found = try optional(id, database) else {
            throw OfficeError(.unknown, vi: "không có vụ việc này: hãy xem `case list --all`", en: "there is no such case: see `case list --all`")
        }
        return found
    }

    static func optional(_ id: String, _ database: Database) throws -> ProtectionCase? {
        try Row.fetchOne(database, sql: "SELECT \(ProtectionCase.columns) FROM protection_case WHERE case_id = ?", arguments: [id])
            .map(ProtectionCase.init)
    }

    /// Cases that this office opened itself, by the same officer's word, since a time, and of which the same was told: the oldest first.
    static func alike(_ report: CaseReport, officer: String, since: UTCTime, _ database: Database) throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT case_id FROM protection_case AS told JOIN case_step AS opening USING (case_id)
                WHERE opening.number = 1 AND opening.officer = ? AND opening.at > ? AND told.opened_by IS NULL AND told.channel = ? AND told.kind = ?
                  AND told.country = ? AND told.city = ? AND told.persons = ? AND told.worker_ref IS ? AND told.is_anonymous = ?
                ORDER BY opening.at, case_id
                """,
            arguments: [
                officer, since.microseconds, report.channel, report.kind, report.country, report.city, report.persons, report.workerRef,
                report.isAnonymous,
            ]
        )
    }

    /// Those that nobody has acted upon in time first, always; then by the time at which somebody has to look at them.
    public static func list(_ filter: Filter, at now: UTCTime, _ database: Database) throws -> [ProtectionCase] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT \(ProtectionCase.columns) FROM protection_case
                WHERE (:all OR state <> 'closed') AND (:state IS NULL OR state = :state) AND (:officer IS NULL OR officer = :officer)
                ORDER BY state <> 'escalated' AND NOT (state IN (\(escalating)) AND review_at <= :now), review_at IS NULL, review_at, case_id
                LIMIT \(countMax)
                """,
            arguments: [
                "all": filter.includesClosed || filter.state == .closed, "state": filter.state?.rawValue, "officer": filter.officer,
                "now": now.microseconds,
            ]
        ).map(ProtectionCase.init)
    }

    /// What happened to a case, in order.
    public static func steps(of id: String, _ database: Database) throws -> [CaseStep] { try CaseStep.all(of: id, database) }

    /// Those whose time to be acted upon is past, in the order of their names.
    static func overdue(at now: UTCTime, _ database: Database) throws -> [ProtectionCase] {
        try Row.fetchAll(
            database,
            sql: "SELECT \(ProtectionCase.columns) FROM protection_case WHERE state IN (\(escalating)) AND review_at <= ? ORDER BY case_id",
            arguments: [now.microseconds]
        ).map(ProtectionCase.init)
    }
}
