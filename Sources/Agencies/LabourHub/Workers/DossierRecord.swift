public import Contracts
public import GRDB

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

    /// The steps of a worker, in their order.
    public static func all(of worker: String, _ database: Database) throws -> [DossierRecord] {
        try Row.fetchAll(
            database,
            sql: "SELECT worker_ref, step, result, valid_until FROM dossier WHERE worker_ref = ? ORDER BY step",
            arguments: [worker]
        )
        .map(DossierRecord.init)
    }

    private init(_ row: Row) {
        workerRef = row[0]
        step = Langson_Worker_V1_DossierStep(rawValue: row[1]) ?? .unspecified
        result = Langson_Worker_V1_DossierResult(rawValue: row[2]) ?? .unspecified
        validUntil = row[3]
    }

    public var stepName: Wording {
        switch step {
        case .health: Wording(vi: "khám sức khỏe", en: "health check")
        case .judicial: Wording(vi: "lý lịch tư pháp", en: "criminal-record certificate")
        case .document: Wording(vi: "hộ chiếu, giấy tờ xuất cảnh", en: "passport and exit papers")
        case .training: Wording(vi: "đào tạo, định hướng", en: "training")
        case .unspecified, .UNRECOGNIZED: Wording(vi: "bước khác", en: "another step")
        }
    }

    public var resultName: Wording {
        switch result {
        case .pending: Wording(vi: "đang chờ", en: "pending")
        case .ok: Wording(vi: "đạt", en: "passed")
        case .notOk: Wording(vi: "chưa đạt", en: "not passed")
        case .unspecified, .UNRECOGNIZED: Wording(vi: "chưa rõ", en: "not known")
        }
    }

    func upsert(_ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO dossier VALUES (?, ?, ?, ?)",
            arguments: [workerRef, step.rawValue, result.rawValue, validUntil]
        )
    }
}
