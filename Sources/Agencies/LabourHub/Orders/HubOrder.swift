import Contracts
import Foundation
public import GRDB
import SwiftProtobuf

/// A demand order as the hub knows it: what the desk published, with every change since.
public struct HubOrder: Sendable {
    public let id: String
    public let version: Int
    public let state: String
    public let seats: Int
    public let seasonFrom: String
    public let seasonTo: String
    let content: Langson_Demand_V1_OrderPublished

    /// A new order, as it was published.
    init(_ message: Langson_Demand_V1_OrderPublished) {
        self.init(message, version: 1, state: "published")
    }

    private init(_ content: Langson_Demand_V1_OrderPublished, version: Int, state: String) {
        id = content.orderID
        self.version = version
        self.state = state
        seats = Int(content.seats)
        seasonFrom = content.seasonFrom
        seasonTo = content.seasonTo
        self.content = content
    }

    private init(_ row: Row) throws {
        let body: Data = row[2]
        self.init(try Langson_Demand_V1_OrderPublished(serializedBytes: body), version: row[0], state: row[1])
    }

    public var gates: [String] { content.gates }

    /// Whether workers can still be found for it.
    public var isOpen: Bool { ["published", "amended", "partly_filled"].contains(state) }

    // MARK: The store

    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/unknown``.
    public static func find(_ id: String, _ database: Database) throws -> HubOrder {
        guard let order = try optional(id, database) else {
            throw OfficeError(
                .unknown,
                vi: "không có đơn hàng đó: xem `cuakhau labour order list`",
                en: "there is no such order: `cuakhau labour order list` shows them"
            )
        }
        return order
    }

    private static func optional(_ id: String, _ database: Database) throws -> HubOrder? {
        try Row.fetchOne(database, sql: "SELECT version, state, body FROM hub_order WHERE order_id = ?", arguments: [id]).map(HubOrder.init)
    }

    /// By the first day of the season, then by name.
    public static func all(_ database: Database) throws -> [HubOrder] {
        try Row.fetchAll(database, sql: "SELECT version, state, body FROM hub_order ORDER BY season_from, order_id").map(HubOrder.init)
    }

    /// An order that is there already stays as it is.
    func insert(_ database: Database) throws {
        try database.execute(
            sql: "INSERT OR IGNORE INTO hub_order (order_id, version, state, seats, season_from, season_to, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [id, version, state, seats, seasonFrom, seasonTo, try content.serializedData()]
        )
    }

    /// Takes a change: the next version of an order that is known.
    ///
    /// - Returns: Whether the seats stay, because more were accepted while the change was on its way: the rest of it counts all the same, so that the next
    ///   version finds its place.
    static func apply(_ change: Langson_Demand_V1_OrderChanged, _ database: Database) throws -> Bool {
        guard let order = try optional(change.orderID, database) else {
            throw OfficeError(
                .unknown,
                vi: "thay đổi cho đơn hàng chưa được công bố: hãy hỏi bàn phối hợp",
                en: "a change of an order that was never published: ask the desk"
            )
        }
        guard Int(change.version) > order.version else { return false }
        guard Int(change.version) == order.version + 1 else {
            throw OfficeError(
                .conflict,
                vi: "thay đổi là phiên bản \(change.version), đơn hàng đang ở phiên bản \(order.version): hãy hỏi bàn phối hợp",
                en: "the change is version \(change.version), and the order is at version \(order.version): ask the desk"
            )
        }
        var (content, state) = order.applying(change.changes)
        let areTooFew = try Int(content.seats) < Fill(order: order.id, database).accepted
        if areTooFew { content.seats = order.content.seats }
        let changed = HubOrder(content, version: Int(change.version), state: state)
        try database.execute(
            sql: "UPDATE hub_order SET version = ?, state = ?, seats = ?, season_from = ?, season_to = ?, body = ? WHERE order_id = ?",
            arguments: [changed.version, state, changed.seats, changed.seasonFrom, changed.seasonTo, try content.serializedData(), order.id]
        )
        return areTooFew
    }

    private func applying(_ changes: Langson_Demand_V1_OrderChanges) -> (Langson_Demand_V1_OrderPublished, String) {
        var content = content
        if changes.seats > 0 { content.seats = changes.seats }
        if !changes.seasonFrom.isEmpty { content.seasonFrom = changes.seasonFrom }
        if !changes.seasonTo.isEmpty { content.seasonTo = changes.seasonTo }
        if changes.hasWage { content.wage = changes.wage }
        if changes.hoursPerWeek > 0 { content.hoursPerWeek = changes.hoursPerWeek }
        if changes.lodging != .unspecified { content.lodging = changes.lodging }
        if changes.insurance != .unspecified { content.insurance = changes.insurance }
        if !changes.feeItems.isEmpty { content.feeItems = changes.feeItems }
        if !changes.gates.isEmpty { content.gates = changes.gates }
        return (content, changes.hasStep ? Self.word(changes.step.to) : state)
    }

    private static func word(_ state: Langson_Demand_V1_OrderState) -> String {
        switch state {
        case .draft: "draft"
        case .published: "published"
        case .amended: "amended"
        case .partlyFilled: "partly_filled"
        case .filled: "filled"
        case .closed: "closed"
        case .cancelled: "cancelled"
        case .expired: "expired"
        case .unspecified, .UNRECOGNIZED: "published"
        }
    }
}
