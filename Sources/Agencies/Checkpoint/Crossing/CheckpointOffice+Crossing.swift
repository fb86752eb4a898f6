import Client
import Contracts
import GRDB
import SwiftProtobuf

extension CheckpointOffice {
    /// A document was shown at the gate: records the passage, unless it is recorded, and says it to the labour hub.
    ///
    /// - Parameters:
    ///   - time: When, by this machine's clock; nil: now.
    ///   - need: What a returning worker asked for.
    /// - Throws: ``OfficeError``.
    public func cross(
        _ document: ScannedDocument,
        _ direction: CrossingDirection,
        at time: UTCTime? = nil,
        need: DeclaredNeed? = nil,
        in transaction: OfficeTransaction
    ) throws -> CrossingAnswer {
        let database = transaction.database
        let (crossings, manifests) = (CrossingBook(database: database), ManifestBook(database: database))
        let estimate = try clock(database, at: transaction.now)
        let readAt = time ?? transaction.now
        let (occurredAt, now) = (gatewayTime(readAt, estimate), gatewayTime(transaction.now, estimate))
        let window = Int64(settings.repeatMinutes) * 60
        if let known = try crossings.repeated(document.token, direction, occurredAt: occurredAt, readAt: readAt, window: window) {
            return .repeated(number: known.number, at: known.at)
        }
        let number = try crossings.nextNumber()
        let match = try manifests.match(document.token, direction, on: occurredAt.day(), at: now)
        if let match, direction == .exit { try manifests.departedLate(document.token, match) }
        try crossings.insert(number, document, direction, occurredAt: occurredAt, readAt: readAt, match: match)
        let crossing = CrossingMessage(
            gate: gate,
            number: number,
            document: document,
            direction: direction,
            occurredAt: occurredAt,
            match: match,
            need: need
        )
        try crossing.send(in: transaction, gatewayTime: now)
        return .recorded(number: number, at: occurredAt, match: match)
    }

    /// Documents that came together: one that cannot be recorded leaves no trace, and holds up none of the others.
    public func cross(
        _ documents: [ScannedDocument],
        _ direction: CrossingDirection,
        at time: UTCTime? = nil,
        need: DeclaredNeed? = nil,
        in transaction: OfficeTransaction
    ) throws -> [Result<CrossingAnswer, OfficeError>] {
        try documents.map { document in
            var answer: CrossingAnswer?
            do {
                try transaction.database.inSavepoint {
                    answer = try cross(document, direction, at: time, need: need, in: transaction)
                    return .commit
                }
            } catch let error as OfficeError {
                return .failure(error)
            }
            guard let answer else { preconditionFailure("a savepoint that did not throw has an answer") }
            return .success(answer)
        }
    }
}

/// What is said of a crossing.
private struct CrossingMessage {
    let gate: String
    let number: UInt64
    let document: ScannedDocument
    let direction: CrossingDirection
    let occurredAt: UTCTime
    let match: ManifestMatch?
    let need: DeclaredNeed?

    func send(in transaction: OfficeTransaction, gatewayTime: UTCTime) throws {
        let chain = match?.chain
        switch direction {
        case .exit: try transaction.send("crossing.exit.recorded.v1", exit, chain: chain, gatewayTime: gatewayTime)
        case .entry: try transaction.send("crossing.entry.recorded.v1", entry, chain: chain, gatewayTime: gatewayTime)
        }
    }

    private var exit: Langson_Crossing_V1_ExitRecorded {
        .with {
            $0.documentToken = document.token.description
            $0.gate = gate
            $0.occurredAt = occurredAt.timestamp
            $0.documentKind = document.kind.message
            $0.manifestID = match?.manifest ?? ""
            $0.workerRef = match?.worker ?? ""
            $0.deviceSeq = number
        }
    }

    private var entry: Langson_Crossing_V1_EntryRecorded {
        .with {
            $0.documentToken = document.token.description
            $0.gate = gate
            $0.occurredAt = occurredAt.timestamp
            $0.documentKind = document.kind.message
            $0.manifestID = match?.manifest ?? ""
            $0.workerRef = match?.worker ?? ""
            $0.deviceSeq = number
            if let need { $0.declaredNeed = need.message }
        }
    }
}
