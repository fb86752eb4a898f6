import Contracts
import GRDB
import SwiftProtobuf

/// Orders and contracts, as others published them: whom to protect, and under what was agreed.
extension AffairsOffice {
    func orderPublished(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let published: Langson_Demand_V1_OrderPublished = try message.decoded()
        // Again after a change, it would undo the change.
        guard try SeasonalOrder.optional(published.orderID, transaction.database) == nil else { return }
        try SeasonalOrder(published).save(transaction.database)
    }

    func orderChanged(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let changed: Langson_Demand_V1_OrderChanged = try message.decoded()
        guard var order = try SeasonalOrder.optional(changed.orderID, transaction.database) else {
            throw OfficeError(
                .unknown,
                vi: "đơn hàng này chưa được công bố ở đây: hãy đề nghị bàn phối hợp công bố lại",
                en: "the order was never published here: ask the cooperation desk to publish it"
            )
        }
        // Each change is whole in itself: a version left out is the labour hub's to complain of, not a reason to miss the next.
        guard Int(changed.version) > order.version else { return }
        try order.apply(changed)
        try order.save(transaction.database)
    }

    func contractRegistered(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let registered: Langson_Contract_V1_Registered = try message.decoded()
        try WorkerContract.save(registered, transaction.database)
    }
}
