import Crypto
import Foundation
public import GRDB

/// What an office's store says, whatever the way in which it came to say it: two runs of one exercise must have the same.
///
/// Left out is what belongs to this run: the places of messages in the gateway's journal, the outbox, event ids, the comparison of clocks,
/// and the office's own row.
public struct StoreDigest: Sendable {
    /// For each table its rows, each as one line, in order.
    public let tables: [(name: String, rows: [String])]

    private static let own: Set<String> = ["office", "office_clock", "inbox", "problem", "duty_failure", "grdb_migrations"]
    private static let columnsLeftOut: Set<String> = ["event_id"]

    public init(_ database: Database) throws {
        let names = try String.fetchAll(
            database,
            sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
        )
        tables = try names.filter { !Self.own.contains($0) && !$0.hasPrefix("outbox_") }.map { ($0, try Self.rows($0, database)) }
    }

    private static func rows(_ table: String, _ database: Database) throws -> [String] {
        let columns = try database.columns(in: table).map(\.name).filter { !columnsLeftOut.contains($0) }
        let list = columns.map { "quote(\"\($0)\")" }.joined(separator: " || '|' || ")
        return try String.fetchAll(database, sql: "SELECT \(list) FROM \"\(table)\" ORDER BY 1")
    }

    /// Of each table, its name, how many rows it has, and SHA-256 of them.
    public var lines: [String] {
        tables.map { name, rows in
            var hash = SHA256()
            for row in rows { hash.update(data: Data((row + "\n").utf8)) }
            return "\(name) \(rows.count) \(hash.finalize().hexadecimal)"
        }
    }
}
