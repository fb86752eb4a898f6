import Client
import Contracts
import GRDB

/// Who is expected, by token: what the labour hub lodged for this gate.
struct ManifestBook {
    let database: Database

    static let tables = """
        CREATE TABLE manifest (
          manifest_id TEXT PRIMARY KEY, day TEXT NOT NULL, expected INTEGER NOT NULL, expires INTEGER NOT NULL, no_shows INTEGER, event_id TEXT) STRICT;
        CREATE INDEX manifest_day ON manifest (day);
        CREATE TABLE manifest_entry (
          manifest_id TEXT NOT NULL REFERENCES manifest ON DELETE CASCADE, token TEXT NOT NULL, worker_ref TEXT NOT NULL, document_kind TEXT NOT NULL,
          PRIMARY KEY (manifest_id, token)) STRICT, WITHOUT ROWID;
        CREATE INDEX manifest_entry_token ON manifest_entry (token);
        CREATE TABLE departure_day (day TEXT PRIMARY KEY, expected INTEGER NOT NULL, no_shows INTEGER NOT NULL) STRICT;
        """

    /// A departure of an entry `e` of a manifest `m`: on its day, or on another one as one of its people.
    private static let departure = """
        SELECT 1 FROM crossing c WHERE c.token = e.token AND c.direction = 'exit' AND (c.day = m.day OR c.manifest_id = m.manifest_id)
        """

    /// Takes a manifest. Lodged again, it takes the place of the former one.
    func lodge(_ message: Langson_Departure_V1_ManifestLodged, day: CalendarDay, chain: MessageChain) throws {
        let expires = UTCTime(message.expires)
        try database.execute(sql: "DELETE FROM manifest WHERE manifest_id = ?", arguments: [message.manifestID])
        try database.execute(
            sql: "INSERT INTO manifest (manifest_id, day, expected, expires, event_id) VALUES (?, ?, ?, ?, ?)",
            arguments: [message.manifestID, day.description, Set(message.entries.map(\.documentToken)).count, expires.microseconds, chain.stored]
        )
        for entry in message.entries {
            try database.execute(
                sql: "INSERT OR REPLACE INTO manifest_entry (manifest_id, token, worker_ref, document_kind) VALUES (?, ?, ?, ?)",
                arguments: [message.manifestID, entry.documentToken, entry.workerRef, DocumentKind(entry.documentKind).rawValue]
            )
        }
    }

    /// The entry of a document: on a manifest of that day, else of the nearest one; for somebody who comes home, of no later one.
    func match(_ token: DocumentToken, _ direction: CrossingDirection, on day: CalendarDay, at now: UTCTime) throws -> ManifestMatch? {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT m.manifest_id, e.worker_ref, m.day, m.event_id FROM manifest_entry e JOIN manifest m USING (manifest_id)
                WHERE e.token = ?1 AND m.expires > ?2 AND (?3 = 'exit' OR m.day <= ?4)
                ORDER BY abs(julianday(m.day) - julianday(?4)), m.day, m.manifest_id LIMIT 1
                """,
            arguments: [token.description, now.microseconds, direction.rawValue, day.description]
        )
        guard let row, let day = CalendarDay(row[2] as String) else { return nil }
        return ManifestMatch(manifest: row[0], worker: row[1], day: day, chain: MessageChain(stored: row[3]))
    }

    /// Somebody leaves whose day was counted already: one no-show less, unless it was known before that they left.
    func departedLate(_ token: DocumentToken, _ match: ManifestMatch) throws {
        try database.execute(
            sql: """
                UPDATE manifest AS m SET no_shows = no_shows - 1 WHERE manifest_id = ? AND no_shows > 0
                AND EXISTS (SELECT 1 FROM manifest_entry e WHERE e.manifest_id = m.manifest_id AND e.token = ? AND NOT EXISTS (\(Self.departure)))
                """,
            arguments: [match.manifest, token.description]
        )
    }

    /// Counts those who did not leave on the days that are over.
    ///
    /// - Parameter first: The crossings of earlier days are forgotten: they cannot be counted any more.
    func countNoShows(before today: CalendarDay, since first: CalendarDay) throws {
        try database.execute(
            sql: """
                UPDATE manifest AS m SET no_shows =
                  (SELECT count(*) FROM manifest_entry e WHERE e.manifest_id = m.manifest_id AND NOT EXISTS (\(Self.departure)))
                WHERE no_shows IS NULL AND day < ? AND day >= ?
                """,
            arguments: [today.description, first.description]
        )
    }

    /// Drops the manifests whose time is over; their day's numbers stay.
    func dropExpired(at now: UTCTime) throws {
        try database.execute(
            sql: """
                INSERT INTO departure_day (day, expected, no_shows)
                SELECT day, sum(expected), sum(no_shows) FROM manifest WHERE expires <= ? AND no_shows IS NOT NULL GROUP BY day
                ON CONFLICT DO UPDATE SET expected = expected + excluded.expected, no_shows = no_shows + excluded.no_shows
                """,
            arguments: [now.microseconds]
        )
        try database.execute(sql: "DELETE FROM manifest WHERE expires <= ?", arguments: [now.microseconds])
    }

    func erase(_ subject: String) throws {
        try database.execute(sql: "DELETE FROM manifest_entry WHERE worker_ref = ? OR token = ?", arguments: [subject, subject])
    }

    /// The manifests of some days, in their order.
    func summaries(_ days: ClosedRange<CalendarDay>) throws -> [ManifestSummary] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT manifest_id, day, expected, no_shows,
                  (SELECT count(*) FROM manifest_entry e WHERE e.manifest_id = m.manifest_id AND EXISTS (\(Self.departure)))
                FROM manifest m WHERE day BETWEEN ? AND ? ORDER BY day, manifest_id
                """,
            arguments: [days.lowerBound.description, days.upperBound.description]
        ).map(ManifestSummary.init)
    }

    func lines(_ manifest: String) throws -> [ManifestLine] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT e.token, e.document_kind, EXISTS (\(Self.departure)) FROM manifest_entry e JOIN manifest m USING (manifest_id)
                WHERE m.manifest_id = ? ORDER BY e.token
                """,
            arguments: [manifest]
        ).map { ManifestLine(token: String(($0[0] as String).prefix(8)), documentKind: $0[1], hasDeparted: $0[2]) }
    }
}
