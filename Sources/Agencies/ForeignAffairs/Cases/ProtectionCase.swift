import GRDB

/// A citizen, or several, in need of protection abroad. It holds no name: a case has a number, a place, a kind and a count.
public struct ProtectionCase: Hashable, Sendable {
    public let id: String
    /// The principal that opened it; nil: this office did.
    public let openedBy: String?
    public let channel: String
    /// When the news came in.
    public let at: UTCTime
    public let country: String
    /// Empty: not known.
    public var city: String
    public let kind: String
    /// 0: not known.
    public let persons: Int
    /// The worker's pseudonym, where it is one who is registered and may be named.
    public var workerRef: String?
    /// Who told of it wants nobody to look for them.
    public let isAnonymous: Bool
    public internal(set) var state: ProtectionCaseState
    /// The one who has taken it.
    public internal(set) var officer: String?
    public internal(set) var takenAt: UTCTime?
    /// When somebody has to have acted, where the state escalates; else when a person looks at it again. Nil once it is closed.
    public internal(set) var reviewAt: UTCTime?
    public internal(set) var outcome: String?
    public internal(set) var missionCode: String?
    public internal(set) var notifiedAt: UTCTime?
    /// What the mission answered with.
    public internal(set) var receipt: String?
    public internal(set) var closedAt: UTCTime?
    /// The chain and the message that opened it, so that what is said of it follows from that.
    var eventID: String?

    /// Whether its review is past: shown, and nothing else is done by a clock.
    public func isOverdue(at now: UTCTime) -> Bool { reviewAt.map { $0 <= now } ?? false }

    /// Whether nobody has acted in time: escalated, or about to be when the clock is next looked at. Nothing stands above it.
    public func isUrgent(at now: UTCTime) -> Bool { state == .escalated || (state.escalates && isOverdue(at: now)) }

    /// Whether another message tells the same of the same case.
    func isSameReport(as other: ProtectionCase) -> Bool {
        (openedBy, channel, at, country, kind) == (other.openedBy, other.channel, other.at, other.country, other.kind) && persons == other.persons
    }

    init(id: String, openedBy: String?, report: CaseReport, reviewAt: UTCTime, eventID: String? = nil) {
        self.id = id
        self.openedBy = openedBy
        channel = report.channel
        at = report.at
        country = report.country
        city = report.city
        kind = report.kind
        persons = report.persons
        workerRef = report.workerRef
        isAnonymous = report.isAnonymous
        state = .reported
        self.reviewAt = reviewAt
        self.eventID = eventID
    }
}

extension ProtectionCase {
    static let columns = """
        case_id, opened_by, channel, at, country, city, kind, persons, worker_ref, is_anonymous, state, officer, taken_at, review_at, outcome, \
        mission_code, notified_at, receipt, closed_at, event_id
        """

    init(_ row: Row) throws {
        id = row[0]
        openedBy = row[1]
        channel = row[2]
        at = UTCTime(microseconds: row[3])
        country = row[4]
        city = row[5]
        kind = row[6]
        persons = row[7]
        workerRef = row[8]
        isAnonymous = row[9]
        state = try ProtectionCaseState(stored: row[10])
        officer = row[11]
        takenAt = UTCTime(stored: row[12])
        reviewAt = UTCTime(stored: row[13])
        outcome = row[14]
        missionCode = row[15]
        notifiedAt = UTCTime(stored: row[16])
        receipt = row[17]
        closedAt = UTCTime(stored: row[18])
        eventID = row[19]
    }

    /// Writes all of it, new or not.
    func save(_ database: Database) throws {
        let marks = Array(repeating: "?", count: 20).joined(separator: ", ")
        let assignments = Self.columns.split(separator: ", ").dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        try database.execute(
            sql: "INSERT INTO protection_case (\(Self.columns)) VALUES (\(marks)) ON CONFLICT (case_id) DO UPDATE SET \(assignments)",
            arguments: [
                id, openedBy, channel, at.microseconds, country, city, kind, persons, workerRef, isAnonymous, state.rawValue, officer,
                takenAt?.microseconds, reviewAt?.microseconds, outcome, missionCode, notifiedAt?.microseconds, receipt, closedAt?.microseconds,
                eventID,
            ]
        )
    }
}

extension UTCTime {
    init?(stored microseconds: Int64?) {
        guard let microseconds else { return nil }
        self.init(microseconds: microseconds)
    }
}
