import Client
import GRDB

/// The alerts that this post issued or received.
struct AlertBook {
    let database: Database

    static let tables = """
        CREATE TABLE alert (
          alert_id TEXT PRIMARY KEY, is_own INTEGER NOT NULL, state TEXT NOT NULL, urgency TEXT NOT NULL, severity TEXT NOT NULL,
          certainty TEXT NOT NULL, marker_from TEXT NOT NULL, marker_to TEXT NOT NULL, commune TEXT NOT NULL, persons INTEGER NOT NULL,
          minors INTEGER NOT NULL, vulnerable INTEGER NOT NULL, note TEXT NOT NULL, expires INTEGER NOT NULL) STRICT;
        CREATE TABLE alert_message (
          alert_id TEXT NOT NULL, number INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, event_id TEXT NOT NULL,
          PRIMARY KEY (alert_id, number)) STRICT, WITHOUT ROWID;
        CREATE TABLE alert_acknowledgement (
          alert_id TEXT NOT NULL, principal TEXT NOT NULL, action TEXT NOT NULL, at INTEGER NOT NULL,
          PRIMARY KEY (alert_id, principal, action)) STRICT, WITHOUT ROWID;
        """

    func state(_ id: String) throws -> AlertState? {
        try String.fetchOne(database, sql: "SELECT state FROM alert WHERE alert_id = ?", arguments: [id]).map(AlertState.init(stored:))
    }

    func isOwn(_ id: String) throws -> Bool {
        try Bool.fetchOne(database, sql: "SELECT is_own FROM alert WHERE alert_id = ?", arguments: [id]) ?? false
    }

    func insert(_ id: String, _ alert: Alert, isOwn: Bool) throws {
        try database.execute(
            sql: "INSERT INTO alert VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                id, isOwn, AlertState.issued.rawValue, alert.urgency.rawValue, alert.severity.rawValue, alert.certainty.rawValue, alert.markerFrom,
                alert.markerTo, alert.commune, alert.persons, alert.minors, alert.vulnerable, alert.note, alert.expires.microseconds,
            ]
        )
    }

    /// An alert of this post in force that was issued after a time by this machine's clock, and says the same; when it lapses does not count.
    func repeated(_ alert: Alert, since time: UTCTime) throws -> String? {
        // An id begins with its time.
        try Row.fetchAll(
            database,
            sql: "SELECT * FROM alert WHERE is_own AND alert_id >= ? AND state NOT IN ('cancelled', 'expired') ORDER BY alert_id",
            arguments: [Self.firstID(at: time)]
        ).first { row in
            var known = try Alert(row)
            known.expires = alert.expires
            return known == alert
        }?["alert_id"]
    }

    /// No id of that time or later is less.
    private static func firstID(at time: UTCTime) -> String {
        ULID(milliseconds: max(0, time.microseconds / 1_000), tail: [UInt8](repeating: 0, count: 10)).description
    }

    func set(_ id: String, _ state: AlertState) throws {
        try database.execute(sql: "UPDATE alert SET state = ? WHERE alert_id = ?", arguments: [state.rawValue, id])
    }

    // MARK: Messages about an alert

    /// Keeps a message of an alert, also where the alert itself is not known yet.
    ///
    /// - Returns: False where it is known.
    @discardableResult
    func note(_ id: String, _ state: AlertState, reason: String, event: EventID) throws -> Bool {
        let isKnown = try Bool.fetchOne(
            database,
            sql: "SELECT EXISTS (SELECT 1 FROM alert_message WHERE alert_id = ? AND event_id = ?)",
            arguments: [id, event.description]
        )
        guard isKnown != true else { return false }
        try database.execute(
            sql: "INSERT INTO alert_message SELECT ?, count(*) + 1, ?, ?, ? FROM alert_message WHERE alert_id = ?",
            arguments: [id, state.rawValue, reason, event.description, id]
        )
        return true
    }

    /// The states that the messages about an alert ask for, oldest first.
    func states(_ id: String) throws -> [AlertState] {
        try String.fetchAll(database, sql: "SELECT state FROM alert_message WHERE alert_id = ? ORDER BY number", arguments: [id])
            .map(AlertState.init(stored:))
    }

    /// What the next message about an alert cites: its first message, and the latest ones, as many as a message holds.
    func references(_ id: String, countMax: Int = 16) throws -> [String] {
        let events = try String.fetchAll(database, sql: "SELECT event_id FROM alert_message WHERE alert_id = ? ORDER BY number", arguments: [id])
        return events.count <= countMax ? events : Array(events.prefix(1) + events.suffix(countMax - 1))
    }

    func acknowledge(_ id: String, _ principal: String, _ action: AlertAction, at time: UTCTime) throws {
        try database.execute(
            sql: "INSERT OR IGNORE INTO alert_acknowledgement VALUES (?, ?, ?, ?)",
            arguments: [id, principal, action.rawValue, time.microseconds]
        )
    }

    func isAcknowledged(_ id: String) throws -> Bool {
        try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM alert_acknowledgement WHERE alert_id = ?)", arguments: [id]) ?? false
    }

    // MARK: Time

    /// The alerts that are not over and whose time is.
    func lapsed(at now: UTCTime) throws -> [String] {
        try String.fetchAll(
            database,
            sql: "SELECT alert_id FROM alert WHERE expires <= ? AND state NOT IN ('cancelled', 'expired')",
            arguments: [now.microseconds]
        )
    }

    func forget(expiredBefore time: UTCTime) throws {
        try database.execute(sql: "DELETE FROM alert WHERE expires < ?", arguments: [time.microseconds])
        // What is said of an alert that has not come yet waits for it as long.
        let first = Self.firstID(at: time)
        for table in ["alert_message", "alert_acknowledgement"] {
            try database.execute(
                sql: "DELETE FROM \(table) WHERE alert_id < ? AND alert_id NOT IN (SELECT alert_id FROM alert)",
                arguments: [first]
            )
        }
    }

    // MARK: What there is

    func alerts(includingOver: Bool) throws -> [KnownAlert] {
        let sql = "SELECT * FROM alert" + (includingOver ? "" : " WHERE state NOT IN ('cancelled', 'expired')") + " ORDER BY expires, alert_id"
        return try Row.fetchAll(database, sql: sql).map { row in
            let id: String = row["alert_id"]
            let reasons = try String.fetchAll(
                database,
                sql: "SELECT reason FROM alert_message WHERE alert_id = ? AND state <> 'issued' ORDER BY number",
                arguments: [id]
            )
            let acknowledgements = try Row.fetchAll(
                database,
                sql: "SELECT principal, action, at FROM alert_acknowledgement WHERE alert_id = ? ORDER BY at, principal, action",
                arguments: [id]
            ).map { row in
                KnownAlert.Acknowledgement(principal: row["principal"], action: try row.word("action"), at: UTCTime(microseconds: row["at"]))
            }
            return try KnownAlert(row, reasons: reasons, acknowledgements: acknowledgements)
        }
    }
}
