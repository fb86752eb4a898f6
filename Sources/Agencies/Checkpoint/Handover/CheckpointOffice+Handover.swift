import Contracts
public import GRDB
import SwiftProtobuf

extension CheckpointOffice {
    /// A group was handed over at this gate: police, communes and foreign affairs are told at once.
    ///
    /// - Returns: The group's id.
    /// - Throws: ``OfficeError``.
    public func receiveHandover(_ handover: Handover, in transaction: OfficeTransaction) throws -> String {
        let book = HandoverBook(database: transaction.database)
        guard try !book.all().contains(where: { $0.handover == handover }) else {
            throw OfficeError(.conflict, vi: "nhóm này đã được ghi nhận", en: "this group has been recorded")
        }
        let id = transaction.name("handover", gate, handover.at.description, "\(handover.adults)", "\(handover.minors)").description
        let message = Langson_Handover_V1_Received.with {
            $0.batchID = id
            $0.gate = gate
            $0.at = handover.at.timestamp
            $0.adults = UInt32(clamping: handover.adults)
            $0.minors = UInt32(clamping: handover.minors)
            $0.needs = handover.needs.map(\.message)
        }
        try say("handover.received.v1", message, at: gatewayNow(in: transaction), in: transaction)
        try book.insert(id, handover)
        return id
    }

    /// The groups that were handed over, latest first.
    public func handovers(_ database: Database) throws -> [(id: String, handover: Handover)] { try HandoverBook(database: database).all() }
}
