import GRDB
import Testing

@testable import Agencies

/// A store of before has what the newest one would have.
@Suite struct BankMigrationTests {
    private static let content = """
        INSERT INTO loan (loan_ref, worker_ref, programme, requested, approved, state, steps, listed_on, disbursed_on, ended_on, fund, plan, plan_base) VALUES
          ('A', 'W1', 'job_creation', 60, NULL, 'rejected', 2, '2025-10-01', NULL, NULL, NULL, 0, 0),
          ('B', 'W2', 'job_creation', 60, 60, 'repaying', 6, '2025-10-01', '2025-10-02', NULL, 'province', 1, 0),
          ('C', 'W3', 'job_creation', 60, 60, 'rescheduled', 4, '2025-10-01', '2025-10-02', NULL, 'province', 2, 10),
          ('D', 'W4', 'job_creation', 60, 60, 'rescheduled', 4, '2025-10-01', '2025-10-02', NULL, 'province', 2, 10);
        INSERT INTO loan_step VALUES ('A', 1, '2025-10-02', 'complete', 'appraising', ''), ('A', 2, '2025-10-03', 'appraising', 'rejected', 'a'),
          ('B', 1, '2025-10-02', 'contracted', 'disbursed', ''), ('B', 2, '2025-11-02', 'disbursed', 'repaying', ''),
          ('B', 3, '2025-11-03', 'repaying', 'overdue', 'b'), ('B', 4, '2025-11-05', 'overdue', 'rescheduled', 'Đã trả đủ phần quá hạn, lịch'),
          ('B', 5, '2025-11-05', 'rescheduled', 'repaying', ''),
          ('C', 1, '2025-10-02', 'contracted', 'disbursed', ''), ('C', 2, '2025-11-02', 'disbursed', 'repaying', ''),
          ('C', 3, '2025-11-03', 'repaying', 'overdue', 'b'), ('C', 4, '2025-11-05', 'overdue', 'rescheduled', 'mất mùa'),
          ('D', 1, '2025-10-02', 'contracted', 'disbursed', ''), ('D', 2, '2025-11-02', 'disbursed', 'repaying', ''),
          ('D', 3, '2025-11-03', 'repaying', 'overdue', 'b'), ('D', 4, '2025-11-05', 'overdue', 'rescheduled', 'mất mùa');
        INSERT INTO posting VALUES ('B/1', 'lent/province', 60), ('B/1', 'available/local_budgets', -60),
          ('B/2', 'repaid/province', 5), ('B/2', 'lent/province', -5), ('C/1', 'lent/province', 60), ('C/1', 'available/local_budgets', -60),
          ('C/2', 'repaid/province', 10), ('C/2', 'lent/province', -10), ('D/1', 'lent/province', 60), ('D/1', 'available/local_budgets', -60),
          ('D/2', 'repaid/province', 10), ('D/2', 'lent/province', -10), ('D/3', 'repaid/province', 4), ('D/3', 'lent/province', -4),
          ('D/4', 'repaid/province', 3), ('D/4', 'lent/province', -3);
        INSERT INTO entry VALUES ('B/1', '2025-10-02', 'disbursement', 'B', NULL, NULL, NULL), ('B/2', '2025-11-05', 'repayment', 'B', 'PT-1', NULL, NULL),
          ('C/1', '2025-10-02', 'disbursement', 'C', NULL, NULL, NULL), ('C/2', '2025-10-09', 'repayment', 'C', NULL, NULL, NULL),
          ('D/1', '2025-10-02', 'disbursement', 'D', NULL, NULL, NULL), ('D/2', '2025-10-09', 'repayment', 'D', NULL, NULL, NULL),
          ('D/3', '2025-11-20', 'repayment', 'D', NULL, NULL, NULL), ('D/4', '2025-11-01', 'repayment', 'D', NULL, NULL, NULL);
        """

    @Test func `a store that was filled before has the ledger, the ends and the schedules' beginnings of now`() throws {
        let queue = try DatabaseQueue()
        var migrator = DatabaseMigrator()
        PolicyBank.registerMigrations(in: &migrator)
        try migrator.migrate(queue, upTo: "bank 3 reports")
        try queue.write { try $0.execute(sql: Self.content) }
        try migrator.migrate(queue)
        try queue.read { database in
            #expect(try LedgerAudit(database).faults.map(\.en).isEmpty)
            #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM entry") == 11)
            let loans = try ["A", "B", "C", "D"].map { try #require(try Loan.find($0, database)) }
            #expect(loans.map(\.endedOn) == [CalendarDay("2025-10-03"), nil, nil, nil])
            #expect(loans.map(\.planStep) == [0, 1, 4, 4])
            // The last of D's was paid before its second schedule, and entered after it.
            #expect(loans.map(\.planEntry) == [0, 1, 2, 2])
            #expect(try BookedEntry.all(of: "B", database).map(\.voucher) == [nil, "PT-1"])
            #expect(try BookedEntry.all(of: "C", database).map(\.enteredOn.description) == ["2025-10-02", "2025-10-09"])
        }
        // The guards are there again.
        for sql in ["DELETE FROM entry", "UPDATE entry SET day = '2025-01-01'", "INSERT INTO posting VALUES ('B/1', 'lent/central', 1)"] {
            #expect(throws: DatabaseError.self) { try queue.write { try $0.execute(sql: sql) } }
        }
    }
}
