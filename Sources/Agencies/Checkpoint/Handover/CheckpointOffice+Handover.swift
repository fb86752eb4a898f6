import Contracts
public import GRDB
import SwiftProtobuf

extension CheckpointOffice {
    /// The same counts and needs within so long are the same group, recorded once more, in seconds [I].
    private static let handoverRepeatSeconds: Int64 = 10 * 60

    /// A group was handed over at this gate: police, communes and foreign affairs are told at once.
    ///
    /// - Parameter isAnother: Whether it is another group than one of the same counts and needs that arrived less than ten minutes before or after.
    /// - Returns: The group's id.
    /// - Throws: ``OfficeError``: with code ``OfficeError/Code/conflict`` where it was recorded already: a command that was cut off can be given again.
    public func receiveHandover(_ handover: Handover, isAnother: Bool = false, in transaction: OfficeTransaction) throws -> String {
        let book = HandoverBook(database: transaction.database)
        if !isAnother, let known = try book.repeated(handover, within: Self.handoverRepeatSeconds) {
            throw OfficeError(
                .conflict,
                vi: "nhóm này đã được ghi nhận: \(known). Nếu là một nhóm khác, hãy thêm --again",
                en: "this group has been recorded: it is \(known). Where it is another group, add --again"
            )
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
