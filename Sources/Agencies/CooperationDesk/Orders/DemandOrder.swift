import Contracts
import Foundation
public import GRDB
import SwiftProtobuf

/// An order of the desk's register.
public struct DemandOrder: Sendable {
    /// Its name in messages.
    public let id: String
    /// Its number in the desk's own register.
    public let number: String
    public internal(set) var state: OrderState
    /// 0: a draft; 1: as published; then one more with each change.
    public internal(set) var version: Int
    public internal(set) var terms: OrderTerms
    /// The most seats it ever had.
    var seatsMost: Int
    /// What it was published with; nil: it never was.
    var published: Langson_Demand_V1_OrderPublished?
    /// Nil: nothing was told.
    public internal(set) var fill: OrderFill?

    init(draft terms: OrderTerms, id: String, number: String) {
        self.id = id
        self.number = number
        state = .draft
        version = 0
        self.terms = terms
        seatsMost = terms.seats
    }

    // MARK: Reading

    /// By its name or its number.
    public static func find(_ reference: String, _ database: Database) throws -> DemandOrder? {
        try Row.fetchOne(database, sql: "SELECT * FROM demand_order WHERE order_id = ? OR number = ?", arguments: [reference, reference])
            .map { try DemandOrder($0, database) }
    }

    /// In the order of their numbers.
    public static func all(_ database: Database) throws -> [DemandOrder] {
        try Row.fetchAll(database, sql: "SELECT * FROM demand_order ORDER BY number").map { try DemandOrder($0, database) }
    }

    private init(_ row: Row, _ database: Database) throws {
        id = row["order_id"]
        number = row["number"]
        guard let state = OrderState(rawValue: row["state"]), let from = CalendarDay(row["season_from"] as String),
            let to = CalendarDay(row["season_to"] as String), let sector = OrderWords.sectors.value(row["sector"]),
            let period = OrderWords.periods.value(row["wage_period"]), let lodging = OrderWords.provisions.value(row["lodging"]),
            let insurance = OrderWords.provisions.value(row["insurance"])
        else { throw Self.unreadable }
        self.state = state
        version = row["version"]
        seatsMost = row["seats_most"]
        published = try (row["published"] as Data?).map { try Langson_Demand_V1_OrderPublished(serializedBytes: $0) }
        terms = OrderTerms(
            employerRef: row["employer_ref"],
            sector: sector,
            seats: row["seats"],
            seasonFrom: from,
            seasonTo: to,
            wage: .with {
                $0.amountMinor = row["wage_minor"]
                $0.currency = row["wage_currency"]
                $0.period = period
            },
            hoursPerWeek: row["hours_per_week"],
            lodging: lodging,
            insurance: insurance,
            fees: try Self.fees(id, database),
            gates: try String.fetchAll(database, sql: "SELECT gate FROM order_gate WHERE order_id = ? ORDER BY gate", arguments: [id])
        )
        let counts = "SELECT offered, accepted, departed, returned FROM order_fill WHERE order_id = ?"
        fill = try Row.fetchOne(database, sql: counts, arguments: [id])
            .map { OrderFill(offered: $0[0], accepted: $0[1], departed: $0[2], returned: $0[3]) }
    }

    private static func fees(_ id: String, _ database: Database) throws -> [Langson_Common_V1_FeeItem] {
        let sql = "SELECT kind, amount_minor, currency, paid_by FROM order_fee WHERE order_id = ? ORDER BY line"
        return try Row.fetchAll(database, sql: sql, arguments: [id]).map { row in
            guard let kind = OrderWords.fees.value(row[0]), let payer = OrderWords.provisions.value(row[3]) else { throw unreadable }
            return .with {
                $0.kind = kind
                $0.amountMinor = row[1]
                $0.currency = row[2]
                $0.paidBy = payer
            }
        }
    }

    private static var unreadable: OfficeError {
        OfficeError(.unreadable, vi: "đơn hàng trong kho không đọc được", en: "an order in the store cannot be read")
    }

    // MARK: Writing

    func save(_ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO demand_order VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (order_id) DO UPDATE SET
                  state = excluded.state, version = excluded.version, seats = excluded.seats, seats_most = excluded.seats_most,
                  season_from = excluded.season_from, season_to = excluded.season_to, wage_minor = excluded.wage_minor,
                  wage_currency = excluded.wage_currency, wage_period = excluded.wage_period, hours_per_week = excluded.hours_per_week,
                  lodging = excluded.lodging, insurance = excluded.insurance, published = excluded.published
                """,
            arguments: [
                id, number, state.rawValue, version, terms.employerRef, OrderWords.sectors.word(terms.sector), terms.seats, seatsMost,
                terms.seasonFrom.description, terms.seasonTo.description, terms.wage.amountMinor, terms.wage.currency,
                OrderWords.periods.word(terms.wage.period), terms.hoursPerWeek, OrderWords.provisions.word(terms.lodging),
                OrderWords.provisions.word(terms.insurance), try published?.serializedBytes() as Data?,
            ]
        )
        try database.execute(sql: "DELETE FROM order_fee WHERE order_id = ?", arguments: [id])
        for (line, fee) in terms.fees.enumerated() {
            try database.execute(
                sql: "INSERT INTO order_fee VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    id, line + 1, OrderWords.fees.word(fee.kind), fee.amountMinor, fee.currency, OrderWords.provisions.word(fee.paidBy),
                ]
            )
        }
        try database.execute(sql: "DELETE FROM order_gate WHERE order_id = ?", arguments: [id])
        for gate in terms.gates { try database.execute(sql: "INSERT INTO order_gate VALUES (?, ?)", arguments: [id, gate]) }
        if let fill {
            try database.execute(
                sql: "INSERT OR REPLACE INTO order_fill (order_id, offered, accepted, departed, returned) VALUES (?, ?, ?, ?, ?)",
                arguments: [id, fill.offered, fill.accepted, fill.departed, fill.returned]
            )
        }
    }
}
