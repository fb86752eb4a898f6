import Contracts
public import GRDB

/// An alert of people crossing away from a gate, as foreign affairs sees it: counts, urgency and the commune, never the place along the line nor the note.
public struct HeardAlert: Hashable, Sendable {
    public let id: String
    public let status: String
    public let urgency: String
    public let severity: String
    public let certainty: String
    /// Empty: not told.
    public let commune: String
    /// 0: not known.
    public let persons: Int
    public let minors: Int
    public let vulnerable: Int
    public let expires: UTCTime
    public internal(set) var state: HeardAlertState
    public internal(set) var acknowledgedAt: UTCTime?
    public internal(set) var action: String?
    public internal(set) var officer: String?

    /// Where it stands at a time: the clock may not have been looked at since it lapsed.
    public func state(at now: UTCTime) -> HeardAlertState { state.isOpen && expires <= now ? .expired : state }

    func isSameAlert(as other: HeardAlert) -> Bool {
        (status, urgency, severity, certainty, commune, expires) == (
            other.status, other.urgency, other.severity, other.certainty, other.commune, other.expires
        )
            && (persons, minors, vulnerable) == (other.persons, other.minors, other.vulnerable)
    }

    init(_ issued: Langson_Alert_V1_CrossingIssued) throws(OfficeError) {
        guard let status = AffairsWords.statuses.word(issued.status), let urgency = AffairsWords.urgencies.word(issued.urgency),
            let severity = AffairsWords.severities.word(issued.severity), let certainty = AffairsWords.certainties.word(issued.certainty)
        else { throw OfficeError(.invalid, vi: "cảnh báo dùng từ lạ của CAP", en: "the alert uses words of CAP that are not known here") }
        id = issued.alertID
        self.status = status
        self.urgency = urgency
        self.severity = severity
        self.certainty = certainty
        commune = issued.commune
        persons = Int(issued.persons)
        minors = Int(issued.minors)
        vulnerable = Int(issued.vulnerable)
        expires = UTCTime(issued.expires)
        state = .issued
    }
}

extension HeardAlert {
    private static let columns = """
        alert_id, status, urgency, severity, certainty, commune, persons, minors, vulnerable, expires, state, acknowledged_at, action, officer
        """

    private init(_ row: Row) throws {
        id = row[0]
        status = row[1]
        urgency = row[2]
        severity = row[3]
        certainty = row[4]
        commune = row[5]
        persons = row[6]
        minors = row[7]
        vulnerable = row[8]
        expires = UTCTime(microseconds: row[9])
        state = try HeardAlertState(stored: row[10])
        acknowledgedAt = UTCTime(stored: row[11])
        action = row[12]
        officer = row[13]
    }

    /// Those that are open at a time, the ones that lapse first at the top; with the others, the latest first.
    public static func list(_ database: Database, at now: UTCTime, includingPast: Bool = false) throws -> [HeardAlert] {
        let condition = includingPast ? "" : "WHERE state IN ('issued', 'acknowledged', 'updated') AND expires > :now"
        return try Row.fetchAll(
            database,
            sql: "SELECT \(columns) FROM alert \(condition) ORDER BY expires \(includingPast ? "DESC" : ""), alert_id LIMIT 10000",
            arguments: includingPast ? [:] : ["now": now.microseconds]
        ).map(HeardAlert.init)
    }

    static func find(_ id: String, _ database: Database) throws -> HeardAlert? {
        try Row.fetchOne(database, sql: "SELECT \(columns) FROM alert WHERE alert_id = ?", arguments: [id]).map(HeardAlert.init)
    }

    static func lapsed(at now: UTCTime, _ database: Database) throws -> [HeardAlert] {
        try Row.fetchAll(
            database,
            sql: "SELECT \(columns) FROM alert WHERE state IN ('issued', 'acknowledged', 'updated') AND expires <= ? ORDER BY alert_id",
            arguments: [now.microseconds]
        ).map(HeardAlert.init)
    }

    func save(_ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO alert (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                id, status, urgency, severity, certainty, commune, persons, minors, vulnerable, expires.microseconds, state.rawValue,
                acknowledgedAt?.microseconds, action, officer,
            ]
        )
    }
}
