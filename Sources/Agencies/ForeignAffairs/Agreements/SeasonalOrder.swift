import Contracts
public import GRDB

/// An order for seasonal workers, as the other side published it: what was agreed between localities [S 122-124, 206-211].
public struct SeasonalOrder: Hashable, Sendable {
    public let id: String
    public internal(set) var version: Int
    /// The employer, in the desk's own register.
    public let employerRef: String
    public let sector: String
    public internal(set) var seats: Int
    public internal(set) var from: CalendarDay
    public internal(set) var to: CalendarDay
    /// A word of the contract's machine, which the desk and the labour hub keep.
    public internal(set) var state: String

    init(_ published: Langson_Demand_V1_OrderPublished) throws(OfficeError) {
        id = published.orderID
        version = 1
        employerRef = published.employerRef
        sector = AffairsWords.sectors.word(published.sector) ?? "other"
        seats = Int(published.seats)
        from = try Self.day(published.seasonFrom)
        to = try Self.day(published.seasonTo)
        state = "published"
    }

    /// What changes; what is absent stays.
    mutating func apply(_ changed: Langson_Demand_V1_OrderChanged) throws(OfficeError) {
        version = Int(changed.version)
        let changes = changed.changes
        if changes.seats > 0 { seats = Int(changes.seats) }
        if !changes.seasonFrom.isEmpty { from = try Self.day(changes.seasonFrom) }
        if !changes.seasonTo.isEmpty { to = try Self.day(changes.seasonTo) }
        if changes.hasStep { state = AffairsWords.orderStates.word(changes.step.to) ?? state }
    }

    private static func day(_ text: String) throws(OfficeError) -> CalendarDay {
        guard let day = CalendarDay(text) else { throw OfficeError(.invalid, vi: "mùa vụ cần ngày hợp lệ", en: "the season needs days") }
        return day
    }
}

extension SeasonalOrder {
    private static let columns = "order_id, version, employer_ref, sector, seats, season_from, season_to, state"

    private init(_ row: Row) throws {
        id = row[0]
        version = row[1]
        employerRef = row[2]
        sector = row[3]
        seats = row[4]
        from = try CalendarDay(stored: row[5])
        to = try CalendarDay(stored: row[6])
        state = row[7]
    }

    /// By the beginning of their season.
    public static func list(_ database: Database) throws -> [SeasonalOrder] {
        try Row.fetchAll(database, sql: "SELECT \(columns) FROM seasonal_order ORDER BY season_from, order_id").map(SeasonalOrder.init)
    }

    public static func optional(_ id: String, _ database: Database) throws -> SeasonalOrder? {
        try Row.fetchOne(database, sql: "SELECT \(columns) FROM seasonal_order WHERE order_id = ?", arguments: [id]).map(SeasonalOrder.init)
    }

    func save(_ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO seasonal_order (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [id, version, employerRef, sector, seats, "\(from)", "\(to)", state]
        )
    }
}
