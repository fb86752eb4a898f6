public import GRDB

/// A list that was lodged, as counts.
public struct ManifestRecord: Codable, Hashable, Sendable {
    public let id: String
    public let gate: String
    public let day: String
    public let order: String
    public let count: Int
    /// Of those, who are on no later list and have not been seen leaving.
    public let waiting: Int

    private static let select = """
        SELECT manifest_id, gate, day, order_id, count,
          (SELECT count(*) FROM journey j WHERE j.manifest_id = m.manifest_id AND j.exited_at IS NULL) FROM manifest m
        """

    private init(_ row: Row) {
        id = row[0]
        gate = row[1]
        day = row[2]
        order = row[3]
        count = row[4]
        waiting = row[5]
    }

    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/unknown``.
    static func find(_ id: String, _ database: Database) throws -> ManifestRecord {
        guard let row = try Row.fetchOne(database, sql: select + " WHERE manifest_id = ?", arguments: [id]) else {
            throw OfficeError(
                .unknown,
                vi: "không có danh sách đó: xem `cuakhau labour manifest list`",
                en: "there is no such manifest: `cuakhau labour manifest list` shows them"
            )
        }
        return ManifestRecord(row)
    }

    /// By day, then gate.
    public static func all(_ database: Database) throws -> [ManifestRecord] {
        try Row.fetchAll(database, sql: select + " ORDER BY day, gate, manifest_id").map(ManifestRecord.init)
    }
}
