import Contracts
import GRDB
import SwiftProtobuf

extension PolicyBank {
    /// A person was erased at the gateway: what the bank holds of them goes too. A file on which no money was paid ends with it; a debt that is open is kept
    /// until it ends, since both sides need it.
    func erase(_ message: Langson_Gateway_V1_SubjectErased, in transaction: OfficeTransaction) throws {
        let database = transaction.database
        try database.execute(
            sql: "UPDATE loan SET forget_at_end = 1 WHERE worker_ref = :subject OR loan_ref = :subject",
            arguments: ["subject": message.subject]
        )
        let open = "SELECT * FROM loan WHERE forget_at_end = 1 AND ended_on IS NULL AND disbursed_on IS NULL ORDER BY loan_ref"
        for var loan in try Row.fetchAll(database, sql: open).map(Loan.init) {
            let last = loan.state
            try record(&loan, to: .withdrawn, "", on: nil, in: transaction)
            // A message that named the worker would bring back what was erased.
            loan.workerRef = nil
            try tell(loan, from: last, to: .withdrawn, "Dữ liệu của người vay đã được xóa / The worker's data were erased", in: transaction)
        }
        try forgetEnded(in: transaction)
        try database.execute(
            sql: """
                DELETE FROM work_contract WHERE (worker_ref = :subject OR contract_ref = :subject)
                  AND worker_ref NOT IN (SELECT worker_ref FROM loan WHERE worker_ref IS NOT NULL AND ended_on IS NULL)
                """,
            arguments: ["subject": message.subject]
        )
    }

    /// Forgets whose the files were that ended long enough ago with nothing owed, and contracts that no open file is about. The ledger keeps its entries.
    func forgetEnded(in transaction: OfficeTransaction) throws {
        let database = transaction.database
        let limit = transaction.today.adding(days: -settings.forgettingDays).description
        let sql = """
            SELECT loan_ref FROM loan
            WHERE worker_ref IS NOT NULL AND state IN ('settled', 'withdrawn', 'rejected') AND (forget_at_end = 1 OR ended_on < ?)
            """
        for loanRef in try String.fetchAll(database, sql: sql, arguments: [limit]) {
            for sql in Self.forgetting { try database.execute(sql: sql, arguments: [loanRef]) }
        }
        try database.execute(
            sql: """
                DELETE FROM work_contract WHERE end_on < ?
                  AND worker_ref NOT IN (SELECT worker_ref FROM loan WHERE worker_ref IS NOT NULL AND ended_on IS NULL)
                """,
            arguments: [limit]
        )
    }

    private static var forgetting: [String] {
        [
            // Of somebody who was erased, the contracts too, which outlast the debt.
            """
            DELETE FROM work_contract WHERE worker_ref = (SELECT worker_ref FROM loan WHERE loan_ref = ? AND forget_at_end = 1)
              AND worker_ref NOT IN (SELECT worker_ref FROM loan WHERE worker_ref IS NOT NULL AND ended_on IS NULL)
            """,
            "UPDATE loan SET worker_ref = NULL, category = NULL, listed_by = NULL, event_id = NULL WHERE loan_ref = ?",
            "UPDATE loan_step SET reason = '' WHERE loan_ref = ?", "DELETE FROM trouble WHERE loan_ref = ?",
            "DELETE FROM missing_paper WHERE loan_ref = ?",
        ]
    }
}
