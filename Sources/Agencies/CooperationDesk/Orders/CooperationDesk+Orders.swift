import Contracts
import GRDB
import SwiftProtobuf

/// What a clerk decides of an order.
extension CooperationDesk {
    /// Writes an order that nobody is told of yet.
    ///
    /// - Parameter number: Its number in the desk's own register: 1 to 32 of A-Z a-z 0-9 . _ - /, taken by no other order.
    /// - Throws: ``OfficeError``: what could not be published cannot be drafted.
    @discardableResult
    public func draft(_ terms: OrderTerms, number: String, in transaction: OfficeTransaction) throws -> DemandOrder {
        try validate(number)
        guard try DemandOrder.find(number, transaction.database) == nil else {
            throw OfficeError(.conflict, vi: "số đơn hàng này đã có trong sổ", en: "the register has an order of this number")
        }
        try terms.validate(settings, ReferenceLists(transaction.database), in: transaction)
        let order = DemandOrder(draft: terms, id: transaction.name("order", number).description, number: number)
        try order.save(transaction.database)
        return order
    }

    /// Tells everybody of a draft: from now on workers are sought for it.
    @discardableResult
    public func publish(_ reference: String, in transaction: OfficeTransaction) throws -> DemandOrder {
        var order = try find(reference, in: transaction)
        order.state = try order.state.moving(to: .published)
        // Judged once more: days have passed, and gates may have.
        try order.terms.validate(settings, ReferenceLists(transaction.database), in: transaction)
        let message = order.terms.message(order.id)
        try transaction.send("demand.order.published.v1", message)
        order.version = 1
        order.published = message
        try order.save(transaction.database)
        try OrderVersion.insert(order, reason: "", in: transaction)
        return order
    }

    /// Changes an order's terms. A draft's change is told to nobody.
    ///
    /// - Parameter reason: Why, for those who have planned by it: 1 to 500 characters, without a document's number.
    /// - Throws: ``OfficeError``: ``OfficeError/Code/forbidden`` for fewer seats than are accepted, ``OfficeError/Code/invalid`` where nothing would
    ///   change, ``OfficeError/Code/illegalTransition`` where the order is closed, or filled and would have room again.
    @discardableResult
    public func change(_ reference: String, _ change: OrderChange, reason: String, in transaction: OfficeTransaction) throws -> DemandOrder {
        var order = try find(reference, in: transaction)
        let terms = change.applied(to: order.terms)
        let next = try state(of: order, on: terms)
        guard var changes = terms.changes(since: order.terms) else {
            throw OfficeError(.invalid, vi: "không có gì thay đổi: hãy nêu điều khoản mới", en: "nothing would change: say what is new")
        }
        guard order.state == .draft || !terms.fees.isEmpty || order.terms.fees.isEmpty else {
            throw OfficeError(
                .invalid,
                vi: "bản tin thay đổi không nói được “không còn phí nào”: hãy ghi “brokerage 0 VND none”",
                en: "a change cannot say that there are no fees: write “brokerage 0 VND none”"
            )
        }
        // Where more were accepted than an earlier change left room for, all else can still change.
        if let accepted = order.fill?.accepted, changes.seats > 0, terms.seats < accepted {
            throw OfficeError(
                .forbidden,
                vi: "số chỗ không được thấp hơn số người đã được nhận (\(accepted))",
                en: "there are never fewer seats than workers accepted (\(accepted))"
            )
        }
        try terms.validate(replacing: order.terms, settings, ReferenceLists(transaction.database), in: transaction)
        order.terms = terms
        order.seatsMost = max(order.seatsMost, terms.seats)
        guard order.state != .draft else {
            order.seatsMost = terms.seats
            try order.save(transaction.database)
            return order
        }
        if next != order.state { changes.step = try step(&order, to: next) }
        try tell(&order, changes, reason: reason, in: transaction)
        return order
    }

    /// A filled order is done with.
    @discardableResult
    public func close(_ reference: String, reason: String, in transaction: OfficeTransaction) throws -> DemandOrder {
        try move(try find(reference, in: transaction), to: .closed, reason: reason, in: transaction)
    }

    /// Nobody is wanted any more. A draft's end is told to nobody.
    @discardableResult
    public func cancel(_ reference: String, reason: String, in transaction: OfficeTransaction) throws -> DemandOrder {
        try move(try find(reference, in: transaction), to: .cancelled, reason: reason, in: transaction)
    }

    /// The seasons that are over end their orders.
    func expire(in transaction: OfficeTransaction) throws {
        // This side's day ends an hour after the other's: then the season is over on both.
        let open = OrderState.allCases.filter(\.isOpen).map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let due = try String.fetchAll(
            transaction.database,
            sql: "SELECT order_id FROM demand_order WHERE state IN (\(open)) AND season_to < ? ORDER BY order_id",
            arguments: [transaction.today.description]
        )
        for id in due {
            let order = try find(id, in: transaction)
            let day = order.terms.seasonTo
            try move(order, to: .expired, reason: "Mùa vụ đã kết thúc ngày \(day.written). / The season ended on \(day).", in: transaction)
        }
    }

    // MARK: Steps

    /// Takes one step, and tells it.
    @discardableResult
    func move(
        _ order: DemandOrder,
        to next: OrderState,
        reason: String,
        after message: ReceivedMessage? = nil,
        in transaction: OfficeTransaction
    ) throws -> DemandOrder {
        var order = order
        guard order.state != .draft else {
            order.state = try order.state.moving(to: next)
            try order.save(transaction.database)
            return order
        }
        var changes = Langson_Demand_V1_OrderChanges()
        changes.step = try step(&order, to: next)
        try tell(&order, changes, reason: reason, after: message, in: transaction)
        return order
    }

    private func step(_ order: inout DemandOrder, to next: OrderState) throws(OfficeError) -> Langson_Demand_V1_OrderStep {
        let from = order.state
        order.state = try from.moving(to: next)
        return .with {
            $0.from = from.contract
            $0.to = next.contract
        }
    }

    private func tell(
        _ order: inout DemandOrder,
        _ changes: Langson_Demand_V1_OrderChanges,
        reason: String,
        after message: ReceivedMessage? = nil,
        in transaction: OfficeTransaction
    ) throws {
        order.version += 1
        let (id, version) = (order.id, UInt32(order.version))
        let changed = Langson_Demand_V1_OrderChanged.with {
            $0.orderID = id
            $0.version = version
            $0.changes = changes
            $0.reason = reason
        }
        try transaction.send("demand.order.changed.v1", changed, chain: message?.chain)
        try order.save(transaction.database)
        try OrderVersion.insert(order, reason: reason, in: transaction)
    }

    /// Where an order stands on other terms.
    private func state(of order: DemandOrder, on terms: OrderTerms) throws(OfficeError) -> OrderState {
        switch order.state {
        case .draft: return .draft
        case .published, .amended: return terms.message(order.id) == order.published ? .published : .amended
        case .partlyFilled: return terms.seats <= order.fill?.accepted ?? 0 ? .filled : .partlyFilled
        // There is no way back: who wants more workers makes another order.
        case .filled: return terms.seats > order.terms.seats ? try order.state.moving(to: .partlyFilled) : .filled
        case .closed, .cancelled, .expired: return try order.state.moving(to: .amended)
        }
    }

    // MARK: The register

    func find(_ reference: String, in transaction: OfficeTransaction) throws -> DemandOrder {
        guard let order = try DemandOrder.find(reference, transaction.database) else {
            throw OfficeError(
                .unknown,
                vi: "không có đơn hàng này trong sổ: xem `cuakhau desk order list`",
                en: "the register has no such order: see `cuakhau desk order list`"
            )
        }
        return order
    }

    private func validate(_ number: String) throws(OfficeError) {
        let isSound =
            (1...32).contains(number.utf8.count) && ULID(number) == nil
            && number.utf8.allSatisfy { byte in
                byte &- 48 < 10 || byte &- 65 < 26 || byte &- 97 < 26
                    || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "/")].contains(byte)
            }
        guard isSound else {
            throw OfficeError(
                .invalid,
                vi: "số đơn hàng gồm 1 đến 32 ký tự A-Z a-z 0-9 . _ - /",
                en: "an order's number is 1 to 32 of A-Z a-z 0-9 . _ - /"
            )
        }
    }
}
