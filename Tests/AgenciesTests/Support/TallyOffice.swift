import Client
import Contracts
import GRDB
import SwiftProtobuf

@testable import Agencies

/// The smallest office: counts the gates' states, and answers each suspension with a question.
struct TallyOffice: Office {
    static let kind = OfficeKind.desk
    static let filter = "gate.>"
    static let purpose = "tests"

    static func registerMigrations(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("tally 1") { try $0.execute(sql: "CREATE TABLE tally (gate TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT") }
    }

    func received(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        guard message.type == "gate.status.changed.v1" else { return }
        let status: Langson_Gate_V1_StatusChanged = try message.decoded()
        try transaction.database.execute(
            sql: "INSERT INTO tally VALUES (?, 1) ON CONFLICT (gate) DO UPDATE SET count = count + 1",
            arguments: [status.gate]
        )
        guard status.state == .suspended else { return }
        var voice = Langson_Voice_V1_Submitted()
        voice.voiceID = transaction.name("voice", status.gate).description
        voice.topic = .other
        voice.text = status.note
        try transaction.send("voice.submitted.v1", voice, chain: message.chain)
    }

    func clockMoved(in transaction: OfficeTransaction) throws {
        // What was counted twice cannot be forgotten.
        try transaction.duty(Wording(vi: "quên", en: "forgetting")) {
            try transaction.database.execute(sql: "DELETE FROM tally WHERE gate = 'HN'")
            guard try Int.fetchOne(transaction.database, sql: "SELECT max(count) FROM tally") ?? 0 < 2 else {
                throw OfficeError(.forbidden, vi: "đếm hai lần", en: "counted twice")
            }
        }
        try transaction.duty(Wording(vi: "giờ", en: "time")) {
            try transaction.database.execute(sql: "INSERT OR REPLACE INTO tally VALUES ('clock', 1)")
        }
    }

    static func count(_ gate: String, _ store: OfficeStore) throws -> Int {
        try store.read { try Int.fetchOne($0, sql: "SELECT count FROM tally WHERE gate = ?", arguments: [gate]) ?? 0 }
    }

    static func status(_ gate: String, _ state: Langson_Gate_V1_GateState = .open, note: String = "") -> Langson_Gate_V1_StatusChanged {
        .with {
            $0.gate = gate
            $0.state = state
            $0.note = note
        }
    }
}
