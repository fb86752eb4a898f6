import Contracts
import GRDB

/// Brings workers and orders together.
public struct Contracting {
    private let transaction: OfficeTransaction
    private var database: Database { transaction.database }

    public init(in transaction: OfficeTransaction) {
        self.transaction = transaction
    }

    /// Offers an order to workers. Who was offered it already stays as they are.
    ///
    /// - Returns: How many were offered it now.
    /// - Throws: ``OfficeError``: the order is unknown, takes nobody any more, or has fewer seats than this.
    public func offer(order id: String, to workers: [String]) throws -> Int {
        let order = try HubOrder.find(id, database)
        guard order.isOpen else {
            throw OfficeError(.forbidden, vi: "đơn hàng không còn nhận người", en: "the order takes nobody any more: it is \(order.state)")
        }
        var count = 0
        for worker in workers {
            let record = try WorkerRecord.find(worker, database)
            guard !record.isErased else { throw OfficeError(.forbidden, vi: "người lao động đã được xóa", en: "the worker was erased") }
            if let earlier = try ContractRecord.optional(worker: worker, order: id, database) {
                guard earlier.state == .declined else { continue }
                try earlier.move(to: .offered, database)
            } else {
                try ContractRecord(
                    ref: transaction.name("contract", worker, id).description,
                    workerRef: worker,
                    orderID: id,
                    start: order.seasonFrom,
                    end: order.seasonTo,
                    state: .offered
                ).insert(database)
            }
            count += 1
        }
        guard try Fill(order: id, database).offered <= order.seats else {
            throw OfficeError(
                .forbidden,
                vi: "đơn hàng chỉ có \(order.seats) chỗ: hãy giới thiệu ít người hơn",
                en: "the order has \(order.seats) seats: offer it to fewer"
            )
        }
        return count
    }

    /// Workers accept: their contracts are registered, and the bank and foreign affairs learn that they exist.
    ///
    /// - Throws: ``OfficeError``: a contract is at another state, its order has ended or has fewer seats, or its worker was erased.
    public func accept(_ refs: [String]) throws {
        let orders = try Set(refs.map { try accept($0) })
        for order in try orders.sorted().map({ try HubOrder.find($0, database) }) {
            guard try Fill(order: order.id, database).accepted <= order.seats else {
                throw OfficeError(
                    .forbidden,
                    vi: "đơn hàng chỉ có \(order.seats) chỗ: hãy nhận ít người hơn",
                    en: "the order has \(order.seats) seats: take fewer"
                )
            }
        }
    }

    /// - Returns: Its order.
    private func accept(_ ref: String) throws -> String {
        let contract = try ContractRecord.find(ref, database)
        let order = try HubOrder.find(contract.orderID, database)
        guard order.isOpen || order.state == "filled" else {
            throw OfficeError(.forbidden, vi: "đơn hàng đã kết thúc", en: "the order has ended: it is \(order.state)")
        }
        guard try !WorkerRecord.find(contract.workerRef, database).isErased else {
            throw OfficeError(.forbidden, vi: "người lao động đã được xóa", en: "the worker was erased")
        }
        try contract.move(to: .accepted, database)
        var message = Langson_Contract_V1_Registered()
        message.contractRef = ref
        message.workerRef = contract.workerRef
        message.orderID = contract.orderID
        message.start = contract.start
        message.end = contract.end
        message.wage = order.content.wage
        message.feeItems = order.content.feeItems
        try transaction.send("contract.registered.v1", message)
        return order.id
    }

    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/conflict`` where the worker has gone already.
    public func decline(_ ref: String) throws {
        let contract = try ContractRecord.find(ref, database)
        if var journey = try JourneyRecord.optional(ref, database) {
            guard journey.exitedAt == nil else {
                throw OfficeError(.conflict, vi: "người lao động đã xuất cảnh", en: "the worker has gone already: the journey is followed to its end")
            }
            // An exit may still be on its way, from a checkpoint without a link: the journey stays, so that it is followed then.
            if journey.state == .manifested { journey.state = try journey.state.moving(to: .noShow) }
            try journey.save(database)
        }
        try contract.move(to: .declined, database)
    }

    /// Contracts whose last day is past have ended.
    func endOver() throws {
        for contract in try ContractRecord.over(on: transaction.today, database) { try contract.move(to: .ended, database) }
    }
}
