public import Contracts
import GRDB

/// How a step of a worker's papers came out: shown to the people who decide, and decided by nobody but them.
public struct DossierRecord: Hashable, Sendable {
    public let workerRef: String
    public let step: Langson_Worker_V1_DossierStep
    public let result: Langson_Worker_V1_DossierResult
    /// The last day it holds, `YYYY-MM-DD`; empty: it does not lapse.
    public let validUntil: String

    init(_ message: Langson_Worker_V1_DossierChanged) {
        workerRef = message.workerRef
        step = message.step
        result = message.result
        validUntil = message.validUntil
    }

    func upsert(_ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO dossier VALUES (?, ?, ?, ?)",
            arguments: [workerRef, step.rawValue, result.rawValue, validUntil]
        )
    }
}
