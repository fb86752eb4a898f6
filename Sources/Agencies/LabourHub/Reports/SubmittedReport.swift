import Contracts
import Foundation
public import GRDB
import SwiftProtobuf

/// A report that an office handed in: its latest version. That its totals add up was checked at the gateway's door.
public struct SubmittedReport: Sendable {
    public let organisation: String
    public let period: String
    public let form: Int
    public let version: Int
    public let receivedOn: String
    let content: Langson_Report_V1_Submitted

    init(_ content: Langson_Report_V1_Submitted) throws {
        try self.init(content, receivedOn: "")
    }

    private init(_ content: Langson_Report_V1_Submitted, receivedOn: String) throws {
        organisation = content.organisation
        period = content.period
        form = content.form.rawValue
        version = Int(content.version)
        self.receivedOn = receivedOn
        self.content = content
        indicators = try content.indicators.map { (try SubmittedIndicator($0), $0.total) }
    }

    /// An earlier version never takes the place of a later one; the day is that of the first.
    func upsert(_ database: Database, on day: CalendarDay) throws {
        try database.execute(
            sql: """
                INSERT INTO report VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (organisation, period, form)
                DO UPDATE SET version = excluded.version, body = excluded.body WHERE excluded.version > version
                """,
            arguments: [organisation, period, form, version, day.description, try content.serializedData()]
        )
    }

    /// By organisation, then form.
    public static func all(period: String, _ database: Database) throws -> [SubmittedReport] {
        try Row.fetchAll(database, sql: "SELECT body, received_on FROM report WHERE period = ? ORDER BY organisation, form", arguments: [period])
            .map { try SubmittedReport(Langson_Report_V1_Submitted(serializedBytes: $0[0] as Data), receivedOn: $0[1]) }
    }

    /// The narrative; empty: there is none.
    public var narrative: String { content.narrative }

    /// Each indicator, with its total.
    public let indicators: [(indicator: SubmittedIndicator, total: Int64)]
}
