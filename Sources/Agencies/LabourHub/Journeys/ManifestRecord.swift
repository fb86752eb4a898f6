public import GRDB

/// A list that was lodged, as a count.
public struct ManifestRecord: Codable, Hashable, Sendable {
    public let id: String
    public let gate: String
    public let day: String
    public let order: String
    public let count: Int

    /// By day, then gate.
    public static func all(_ database: Database) throws -> [ManifestRecord] {
        try Row.fetchAll(database, sql: "SELECT manifest_id, gate, day, order_id, count FROM manifest ORDER BY day, gate, manifest_id").map {
            ManifestRecord(id: $0[0], gate: $0[1], day: $0[2], order: $0[3], count: $0[4])
        }
    }
}
