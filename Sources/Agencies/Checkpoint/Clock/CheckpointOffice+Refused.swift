import Client
import Contracts
import GRDB
import SwiftProtobuf

/// What the gateway refused.
extension CheckpointOffice {
    private static let countMax = 100_000

    /// A terminal without a gateway cannot know that its clock runs ahead; the gateway then refuses what seems to lie in the future. Once the difference is
    /// known, that is said again with the gateway's time: a wrong clock loses nobody's passage, and no group that was handed over.
    ///
    /// Of what a checkpoint says, crossings, handovers and acknowledgements have such a time. Alerts and states of gates may lie ahead.
    func correctRefused(in transaction: OfficeTransaction) throws {
        let database = transaction.database
        guard settings.correctClock, let estimate = try clock(database, at: transaction.now), estimate.ahead > 0, estimate.isWrong else { return }
        let now = estimate.corrected(transaction.now)
        for refused in try StoreOutbox().refused(countMax: Self.countMax, in: database)
        where refused.refusal.rule == ContractRefusal.Rule.order.rawValue {
            guard try sayAgain(refused.message, estimate, now, in: transaction) else { continue }
            _ = try transaction.discardRefused(refused.id)
        }
    }

    /// - Returns: False where it has no such time, was corrected before, or would still lie ahead: then a person looks at it.
    private func sayAgain(_ message: OutgoingMessage, _ estimate: ClockEstimate, _ now: UTCTime, in transaction: OfficeTransaction) throws -> Bool {
        let database = transaction.database
        switch message.type {
        case "crossing.exit.recorded.v1":
            var exit = try Langson_Crossing_V1_ExitRecorded(serializedBytes: message.body)
            guard let time = try corrected(exit.deviceSeq, exit.occurredAt, estimate, now, database) else { return false }
            exit.occurredAt = time.timestamp
            try transaction.send(message.type, exit, chain: message.chain, gatewayTime: now)
        case "crossing.entry.recorded.v1":
            var entry = try Langson_Crossing_V1_EntryRecorded(serializedBytes: message.body)
            guard let time = try corrected(entry.deviceSeq, entry.occurredAt, estimate, now, database) else { return false }
            entry.occurredAt = time.timestamp
            try transaction.send(message.type, entry, chain: message.chain, gatewayTime: now)
        case "handover.received.v1":
            var handover = try Langson_Handover_V1_Received(serializedBytes: message.body)
            let (said, time) = times(handover.at, estimate)
            guard time <= now else { return false }
            handover.at = time.timestamp
            try HandoverBook(database: database).correct(handover.batchID, at: time)
            try note(transaction.send(message.type, handover, chain: message.chain, gatewayTime: now), said, time, database)
        case "alert.crossing.acknowledged.v1":
            var acknowledgement = try Langson_Alert_V1_CrossingAcknowledged(serializedBytes: message.body)
            let (said, time) = times(acknowledgement.at, estimate)
            guard time <= now else { return false }
            acknowledgement.at = time.timestamp
            try note(transaction.send(message.type, acknowledgement, chain: message.chain, gatewayTime: now), said, time, database)
        default: return false
        }
        return true
    }

    private func times(_ said: Google_Protobuf_Timestamp, _ estimate: ClockEstimate) -> (said: UTCTime, corrected: UTCTime) {
        let said = UTCTime(said)
        return (said, estimate.corrected(said))
    }

    private func note(_ message: OutgoingMessage, _ readAt: UTCTime, _ saidAt: UTCTime, _ database: Database) throws {
        try CorrectionBook(database: database).note(message, readAt: readAt, saidAt: saidAt)
    }

    private func corrected(
        _ number: UInt64,
        _ said: Google_Protobuf_Timestamp,
        _ estimate: ClockEstimate,
        _ now: UTCTime,
        _ database: Database
    ) throws -> UTCTime? {
        let book = CrossingBook(database: database)
        let (said, time) = times(said, estimate)
        guard try book.readAt(number).map({ $0 == said }) ?? true, time <= now else { return nil }
        try book.correct(number, occurredAt: time)
        return time
    }

    /// A crossing that is forgotten here, or whose person was erased, is forgotten among the refused ones too: they hold its token.
    func forgetRefused(in transaction: OfficeTransaction) throws {
        let crossings = CrossingBook(database: transaction.database)
        for refused in try StoreOutbox().refused(countMax: Self.countMax, in: transaction.database) {
            guard let number = try Self.crossing(refused.message), try !crossings.hasToken(number) else { continue }
            _ = try transaction.discardRefused(refused.id)
        }
    }

    /// The number of the crossing that a message says; nil: it says something else.
    private static func crossing(_ message: OutgoingMessage) throws -> UInt64? {
        switch message.type {
        case "crossing.exit.recorded.v1": try Langson_Crossing_V1_ExitRecorded(serializedBytes: message.body).deviceSeq
        case "crossing.entry.recorded.v1": try Langson_Crossing_V1_EntryRecorded(serializedBytes: message.body).deviceSeq
        default: nil
        }
    }
}
