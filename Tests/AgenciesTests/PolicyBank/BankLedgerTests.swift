import Contracts
import GRDB
import Testing

@testable import Agencies

@Suite struct BankLedgerTests {
    @Test func `the store itself refuses an entry that does not balance, and every change of one`() throws {
        let bank = try OfficeTrial(PolicyBank())
        let ref = try bank.loan(in: .disbursed)
        for sql in [
            "INSERT INTO posting VALUES ('x', 'lent/central', 5); INSERT INTO entry (id, day, entered_on, kind) VALUES ('x', '2025-10-25', '2025-10-25', 'disbursement')",
            "INSERT INTO entry (id, day, entered_on, kind) VALUES ('x', '2025-10-25', '2025-10-25', 'disbursement')",
            "INSERT INTO posting VALUES ('x', 'lent/central', 5)", "INSERT INTO posting VALUES ('\(ref)/1', 'repaid/central', 5)",
            "UPDATE posting SET amount = amount + 1", "DELETE FROM posting", "UPDATE entry SET day = '2025-10-26'", "DELETE FROM entry",
            """
            INSERT INTO posting VALUES ('x', 'lent/central', 100000000000), ('x', 'available/central', -100000000000);
            INSERT INTO entry (id, day, entered_on, kind) VALUES ('x', '2025-10-25', '2025-10-25', 'disbursement')
            """,
        ] {
            #expect(throws: OfficeError.self, "\(sql)") { try bank.write { try $1.database.execute(sql: sql) } }
        }
        #expect(try bank.faults().isEmpty)
    }

    @Test func `the check finds what no trigger kept out`() throws {
        let bank = try OfficeTrial(PolicyBank())
        let ref = try bank.loan(in: .disbursed)
        try bank.write { _, transaction in
            for trigger in ["posting_unchanged", "entry_complete", "entry_balances", "entry_within_line"] {
                try transaction.database.execute(sql: "DROP TRIGGER \(trigger)")
            }
            try transaction.database.execute(sql: "UPDATE posting SET amount = amount - 1 WHERE entry = '\(ref)/1' AND amount > 0")
            try transaction.database.execute(sql: "INSERT INTO posting VALUES ('\(ref)/1', 'elsewhere', 2)")
        }
        #expect(
            try bank.faults() == [
                "\(ref)/1: the entry does not balance", "elsewhere: there is no such account", "\(ref): the loan's state is not what the ledger says",
            ]
        )
    }

    /// Thousands of acts of a seeded clerk, most of them possible, some not. `CUAKHAU_SEED` in a failure's text plays one again.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `after every act the ledger balances, no line is below zero without an officer's word, and each loan owes what it got less what it paid`(
        seed: UInt64
    ) throws {
        var clerk = try BankClerk(seed: seed)
        for step in 1...1_000 {
            try clerk.act()
            try clerk.check("seed \(seed), step \(step)")
        }
        #expect(clerk.refusals > 50 && clerk.acts > 300 && clerk.reversals > 10)
        #expect(try clerk.bank.faults().isEmpty)
        #expect(clerk.reached.count > 12, "\(clerk.reached)")
    }
}
