import Contracts
public import GRDB

/// What a commune found: how many would go, have training, want a loan. Counts under five came as 0.
public struct SupplySurvey: Hashable, Sendable {
    public let commune: String
    public let period: String
    public let willing: Int
    public let trained: Int
    public let wantLoan: Int

    init(_ message: Langson_Demand_V1_SupplySurveyed) {
        commune = message.commune
        period = message.period
        willing = Int(message.willing)
        trained = Int(message.trained)
        wantLoan = Int(message.wantLoan)
    }

    private init(_ row: Row) {
        commune = row[0]
        period = row[1]
        willing = row[2]
        trained = row[3]
        wantLoan = row[4]
    }

    /// The first day of the time that it is about: the contract knows years, halves, quarters and months.
    var firstDay: CalendarDay {
        let year = Int(period.prefix(4)) ?? 1900
        let part = period.dropFirst(5)
        let number = Int(part.drop { !$0.isNumber }) ?? 1
        let month =
            switch part.first {
            case "H": number * 6 - 5
            case "Q": number * 3 - 2
            case nil: 1
            default: number
            }
        return .first(of: month, year)
    }

    func upsert(_ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO survey VALUES (?, ?, ?, ?, ?)",
            arguments: [commune, period, willing, trained, wantLoan]
        )
    }

    public static func all(period: String, _ database: Database) throws -> [SupplySurvey] {
        try Row.fetchAll(
            database,
            sql: "SELECT commune, period, willing, trained, want_loan FROM survey WHERE period = ? ORDER BY commune",
            arguments: [period]
        ).map(SupplySurvey.init)
    }
}
