import Contracts
import GRDB

/// That a mission was told of a case: the hub counts them, and learns no more.
struct CaseNotice {
    let id: String
    let at: UTCTime

    init(_ message: Langson_Protection_V1_MissionNotified) {
        id = message.caseID
        at = UTCTime(message.notifiedAt)
    }

    func upsert(_ database: Database) throws {
        try database.execute(sql: "INSERT OR REPLACE INTO case_notice VALUES (?, ?)", arguments: [id, at.microseconds])
    }
}
