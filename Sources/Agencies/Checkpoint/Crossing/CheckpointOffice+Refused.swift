import Client
import Contracts
import GRDB
import SwiftProtobuf

extension CheckpointOffice {
    /// A terminal without a gateway cannot know that its clock runs ahead; the gateway then refuses what seems to lie in the future. Once the difference is
    /// certain, those crossings are said again with the gateway's time: a wrong clock loses nobody's passage.
    func correctRefused(in transaction: OfficeTransaction) throws {
        let database = transaction.database
        guard settings.correctClock, let estimate = try clock(database, at: transaction.now), estimate.isCertain, estimate.ahead > 0, estimate.isWrong
        else { return }
        let gatewayNow = gatewayTime(transaction.now, estimate)
        for refused in try StoreOutbox().refused(in: database) where refused.refusal.rule == ContractRefusal.Rule.order.rawValue {
            let message = refused.message
            switch message.type {
            case "crossing.exit.recorded.v1":
                var exit = try Langson_Crossing_V1_ExitRecorded(serializedBytes: message.body)
                guard let time = try corrected(exit.deviceSeq, exit.occurredAt, estimate, gatewayNow, database) else { continue }
                exit.occurredAt = time.timestamp
                try transaction.send(message.type, exit, chain: message.chain, gatewayTime: gatewayNow)
            case "crossing.entry.recorded.v1":
                var entry = try Langson_Crossing_V1_EntryRecorded(serializedBytes: message.body)
                guard let time = try corrected(entry.deviceSeq, entry.occurredAt, estimate, gatewayNow, database) else { continue }
                entry.occurredAt = time.timestamp
                try transaction.send(message.type, entry, chain: message.chain, gatewayTime: gatewayNow)
            default: continue
            }
            _ = try transaction.discardRefused(refused.id)
        }
    }

    /// - Returns: Nil where it was corrected before, or would still lie ahead: then a person looks at it.
    private func corrected(
        _ number: UInt64,
        _ said: Google_Protobuf_Timestamp,
        _ estimate: ClockEstimate,
        _ gatewayNow: UTCTime,
        _ database: Database
    ) throws -> UTCTime? {
        let (book, said) = (CrossingBook(database: database), UTCTime(said))
        let time = estimate.corrected(said)
        guard try book.readAt(number).map({ $0 == said }) ?? true, time <= gatewayNow else { return nil }
        try book.correct(number, occurredAt: time)
        return time
    }
}
