import GRDB

/// The crossings of this terminal.
struct CrossingBook {
    let database: Database

    /// The crossing of the same passage: the same document in the same direction, less than the window away on either clock, and not gone back since.
    func repeated(_ token: DocumentToken, _ direction: CrossingDirection, occurredAt: UTCTime, readAt: UTCTime, window: Int64) throws -> (
        number: UInt64, at: UTCTime
    )? {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT device_seq, occurred_at FROM crossing same
                WHERE token = ? AND direction = ? AND (abs(occurred_at - ?) < ? OR abs(read_at - ?) < ?)
                  AND NOT EXISTS (SELECT 1 FROM crossing back WHERE back.token = same.token AND back.direction <> same.direction
                    AND back.device_seq > same.device_seq)
                ORDER BY device_seq LIMIT 1
                """,
            arguments: [
                token.description, direction.rawValue, occurredAt.microseconds, window * 1_000_000, readAt.microseconds, window * 1_000_000,
            ]
        )
        return row.map { (UInt64(bitPattern: $0[0] as Int64), UTCTime(microseconds: $0[1])) }
    }

    /// This terminal's next number.
    func nextNumber() throws -> UInt64 {
        guard let number = try Int64.fetchOne(database, sql: "UPDATE terminal SET device_seq = device_seq + 1 RETURNING device_seq") else {
            throw OfficeError(
                .unreadable,
                vi: "kho dữ liệu thiếu số đếm của trạm: hãy dùng bản sao lưu",
                en: "the store has lost its count: go back to a backup"
            )
        }
        return UInt64(bitPattern: number)
    }

    func insert(
        _ number: UInt64,
        _ document: ScannedDocument,
        _ direction: CrossingDirection,
        occurredAt: UTCTime,
        readAt: UTCTime,
        match: ManifestMatch?
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO crossing (device_seq, direction, day, occurred_at, read_at, document_kind, token, manifest_id, worker_ref)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                Int64(bitPattern: number), direction.rawValue, occurredAt.day().description, occurredAt.microseconds, readAt.microseconds,
                document.kind.rawValue, document.token.description, match?.manifest, match?.worker,
            ]
        )
    }

    /// When this machine's clock said it was; nil: the crossing is forgotten.
    func readAt(_ number: UInt64) throws -> UTCTime? {
        try Int64.fetchOne(database, sql: "SELECT read_at FROM crossing WHERE device_seq = ?", arguments: [Int64(bitPattern: number)])
            .map { UTCTime(microseconds: $0) }
    }

    /// Whether it is known still whose it was.
    func hasToken(_ number: UInt64) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: "SELECT EXISTS (SELECT 1 FROM crossing WHERE device_seq = ? AND token IS NOT NULL)",
            arguments: [Int64(bitPattern: number)]
        ) ?? false
    }

    func correct(_ number: UInt64, occurredAt: UTCTime) throws {
        try database.execute(
            sql: "UPDATE crossing SET occurred_at = ?, day = ? WHERE device_seq = ?",
            arguments: [occurredAt.microseconds, occurredAt.day().description, Int64(bitPattern: number)]
        )
    }

    /// Turns crossings into counts of their day, and forgets whom they were of.
    func forget(before time: UTCTime) throws {
        try database.execute(
            sql: """
                INSERT INTO crossing_day (day, direction, document_kind, is_expected, count)
                SELECT day, direction, document_kind, manifest_id IS NOT NULL, count(*) FROM crossing WHERE occurred_at < ? GROUP BY 1, 2, 3, 4
                ON CONFLICT DO UPDATE SET count = count + excluded.count
                """,
            arguments: [time.microseconds]
        )
        try database.execute(sql: "DELETE FROM crossing WHERE occurred_at < ?", arguments: [time.microseconds])
    }

    /// Somebody's data was erased: what passed stays counted, and is nobody's.
    func erase(_ subject: String) throws {
        try database.execute(
            sql: "UPDATE crossing SET token = NULL, worker_ref = NULL WHERE token = ? OR worker_ref = ?",
            arguments: [subject, subject]
        )
    }

    /// Crossings of a day: all, and those on a manifest.
    func counts(_ day: CalendarDay, _ direction: CrossingDirection) throws -> (all: Int, expected: Int) {
        let row = try Row.fetchOne(
            database,
            sql: "SELECT count(*), count(manifest_id) FROM crossing WHERE day = ? AND direction = ?",
            arguments: [day.description, direction.rawValue]
        )
        return (row?[0] ?? 0, row?[1] ?? 0)
    }
}
