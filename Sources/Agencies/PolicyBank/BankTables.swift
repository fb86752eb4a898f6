import GRDB

/// The bank's tables. Days are `YYYY-MM-DD`, amounts whole đồng.
enum BankTables {
    static func registerMigrations(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("bank 1 loans") { try $0.execute(sql: loans) }
        migrator.registerMigration("bank 2 ledger") { database in
            try database.execute(sql: ledger)
            for line in FundLine.allCases { try appropriate(line, database) }
        }
        migrator.registerMigration("bank 3 reports") { try $0.execute(sql: reports) }
        migrator.registerMigration("bank 4 endings") { try $0.execute(sql: endings) }
        migrator.registerMigration("bank 5 reversals") { try $0.execute(sql: reversals) }
    }

    private static let loans = """
        CREATE TABLE loan (
          loan_ref TEXT PRIMARY KEY,
          -- NULL once the bank has forgotten whose it was.
          worker_ref TEXT, category TEXT, listed_by TEXT,
          programme TEXT NOT NULL, requested INTEGER NOT NULL CHECK (requested > 0), approved INTEGER CHECK (approved BETWEEN 1 AND requested),
          state TEXT NOT NULL, steps INTEGER NOT NULL DEFAULT 0,
          listed_on TEXT NOT NULL, complete_on TEXT, decide_by TEXT, disbursed_on TEXT, ended_on TEXT,
          instalments INTEGER, months INTEGER, fund TEXT,
          -- The schedule in force, and what had been repaid when it began.
          plan INTEGER NOT NULL DEFAULT 0, plan_base INTEGER NOT NULL DEFAULT 0,
          forget_at_end INTEGER NOT NULL DEFAULT 0,
          -- The chain of messages that it stands in.
          event_id TEXT) STRICT;
        CREATE UNIQUE INDEX loan_open ON loan (worker_ref, programme) WHERE ended_on IS NULL;
        CREATE INDEX loan_by_worker ON loan (worker_ref);
        CREATE INDEX loan_by_state ON loan (state);
        CREATE TABLE loan_step (
          loan_ref TEXT NOT NULL REFERENCES loan, number INTEGER NOT NULL, day TEXT NOT NULL, from_state TEXT NOT NULL, to_state TEXT NOT NULL,
          reason TEXT NOT NULL, PRIMARY KEY (loan_ref, number)) STRICT, WITHOUT ROWID;
        CREATE TABLE missing_paper (loan_ref TEXT NOT NULL REFERENCES loan, code TEXT NOT NULL, PRIMARY KEY (loan_ref, code)) STRICT, WITHOUT ROWID;
        CREATE TABLE instalment (
          loan_ref TEXT NOT NULL REFERENCES loan, plan INTEGER NOT NULL, number INTEGER NOT NULL, due_on TEXT NOT NULL,
          amount INTEGER NOT NULL CHECK (amount > 0), PRIMARY KEY (loan_ref, plan, number)) STRICT, WITHOUT ROWID;
        CREATE TABLE work_contract (
          contract_ref TEXT PRIMARY KEY, worker_ref TEXT NOT NULL, start_on TEXT NOT NULL, end_on TEXT NOT NULL, wage_minor INTEGER NOT NULL,
          wage_currency TEXT NOT NULL, wage_period TEXT NOT NULL) STRICT;
        CREATE INDEX work_contract_by_worker ON work_contract (worker_ref);
        CREATE TABLE trouble (
          loan_ref TEXT NOT NULL REFERENCES loan, category TEXT NOT NULL, text TEXT NOT NULL, settled_on TEXT, answer TEXT,
          PRIMARY KEY (loan_ref, category, text)) STRICT;
        """

    /// An entry comes after its postings, and is refused where they do not add up or a line is overspent without an officer's word; nothing is changed
    /// afterwards. So no program, and no slip in this one, can leave a ledger that does not balance.
    private static let ledger = """
        CREATE TABLE posting (
          entry TEXT NOT NULL REFERENCES entry DEFERRABLE INITIALLY DEFERRED, account TEXT NOT NULL, amount INTEGER NOT NULL CHECK (amount <> 0),
          PRIMARY KEY (entry, account)) STRICT, WITHOUT ROWID;
        CREATE INDEX posting_by_account ON posting (account, amount);
        CREATE TABLE entry (
          id TEXT PRIMARY KEY, day TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('appropriation', 'disbursement', 'repayment')),
          loan_ref TEXT REFERENCES loan, voucher TEXT, override_reason TEXT, override_officer TEXT,
          CHECK ((override_reason IS NULL) = (override_officer IS NULL))) STRICT, WITHOUT ROWID;
        CREATE INDEX entry_by_loan ON entry (loan_ref);
        CREATE UNIQUE INDEX entry_by_voucher ON entry (loan_ref, voucher) WHERE voucher IS NOT NULL;
        CREATE INDEX entry_by_day ON entry (kind, day);
        CREATE TRIGGER entry_balances BEFORE INSERT ON entry
          WHEN (SELECT coalesce(sum(amount), 1) FROM posting WHERE entry = NEW.id) <> 0
          BEGIN SELECT RAISE(ABORT, 'an entry balances'); END;
        CREATE TRIGGER entry_within_line BEFORE INSERT ON entry WHEN NEW.override_reason IS NULL AND EXISTS (
            SELECT 1 FROM posting AS mine WHERE mine.entry = NEW.id AND mine.account LIKE 'available/%' AND mine.amount < 0
            AND (SELECT sum(amount) FROM posting WHERE account = mine.account) < 0)
          BEGIN SELECT RAISE(ABORT, 'a line is overspent by an officer alone'); END;
        CREATE TRIGGER entry_complete BEFORE INSERT ON posting WHEN EXISTS (SELECT 1 FROM entry WHERE id = NEW.entry)
          BEGIN SELECT RAISE(ABORT, 'an entry is never added to'); END;
        CREATE TRIGGER entry_kept BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never removed'); END;
        CREATE TRIGGER entry_unchanged BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
        CREATE TRIGGER posting_kept BEFORE DELETE ON posting BEGIN SELECT RAISE(ABORT, 'a posting is never removed'); END;
        CREATE TRIGGER posting_unchanged BEFORE UPDATE ON posting BEGIN SELECT RAISE(ABORT, 'a posting is never changed'); END;
        """

    /// What the plan gave, as the ledger had its first columns.
    private static func appropriate(_ line: FundLine, _ database: Database) throws {
        let entry = LedgerEntry.appropriation(line)
        for posting in entry.postings {
            try database.execute(sql: "INSERT INTO posting VALUES (?, ?, ?)", arguments: [entry.id, posting.account.description, posting.amount])
        }
        try database.execute(
            sql: "INSERT INTO entry (id, day, kind) VALUES (?, ?, ?)",
            arguments: [entry.id, entry.day.description, entry.kind.rawValue]
        )
    }

    /// A rejection is an end, which an appeal takes back. A worker has one application in a programme at a time; a loan that was settled by mistake is open
    /// again beside it.
    private static let endings = """
        UPDATE loan SET ended_on = (SELECT max(day) FROM loan_step WHERE loan_step.loan_ref = loan.loan_ref AND to_state = 'rejected')
          WHERE state = 'rejected';
        DROP INDEX loan_open;
        CREATE UNIQUE INDEX loan_open ON loan (worker_ref, programme) WHERE ended_on IS NULL AND disbursed_on IS NULL;
        """

    /// An entry of the ledger can be reversed by another one, and says when it was entered. A loan knows where the schedule in force began.
    ///
    /// SQLite changes no CHECK: the table is made anew, with its guards.
    private static let reversals = """
        -- The step after which the schedule in force began, and the entries that had been counted then: those whose repayments add up to what it began with.
        ALTER TABLE loan ADD COLUMN plan_step INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE loan ADD COLUMN plan_entry INTEGER NOT NULL DEFAULT 0;
        UPDATE loan SET plan_step = (
          SELECT max(number) FROM loan_step WHERE loan_step.loan_ref = loan.loan_ref
            AND (to_state = 'disbursed' OR (to_state = 'rescheduled' AND reason NOT LIKE 'Đã trả đủ phần quá hạn%'))) WHERE plan > 0;
        UPDATE loan SET plan_entry = (
          SELECT max(number) FROM (
            SELECT CAST(substr(entry.id, length(loan.loan_ref) + 2) AS INTEGER) AS number,
              sum(coalesce(posting.amount, 0)) OVER (ORDER BY CAST(substr(entry.id, length(loan.loan_ref) + 2) AS INTEGER)) AS repaid
            FROM entry LEFT JOIN posting ON posting.entry = entry.id AND account LIKE 'repaid/%' WHERE entry.loan_ref = loan.loan_ref)
          WHERE repaid = plan_base) WHERE plan > 0;
        DROP TRIGGER entry_complete;
        CREATE TABLE new_entry (
          id TEXT PRIMARY KEY, day TEXT NOT NULL, entered_on TEXT NOT NULL,
          kind TEXT NOT NULL CHECK (kind IN ('appropriation', 'disbursement', 'repayment', 'reversal')),
          loan_ref TEXT REFERENCES loan, voucher TEXT,
          -- What it takes back.
          reverses TEXT UNIQUE REFERENCES entry,
          -- Who answers for it, and why: for a line that is overspent, or a reversal.
          reason TEXT, officer TEXT,
          CHECK ((reason IS NULL) = (officer IS NULL)), CHECK ((kind = 'reversal') = (reverses IS NOT NULL)),
          CHECK (kind <> 'reversal' OR (reason IS NOT NULL AND voucher IS NULL))) STRICT, WITHOUT ROWID;
        INSERT INTO new_entry (id, day, entered_on, kind, loan_ref, voucher, reason, officer)
          SELECT id, day, day, kind, loan_ref, voucher, override_reason, override_officer FROM entry;
        DROP TABLE entry;
        ALTER TABLE new_entry RENAME TO entry;
        CREATE INDEX entry_by_loan ON entry (loan_ref);
        CREATE INDEX entry_by_voucher ON entry (loan_ref, voucher) WHERE voucher IS NOT NULL;
        CREATE INDEX entry_by_day ON entry (kind, day);
        CREATE TRIGGER entry_balances BEFORE INSERT ON entry
          WHEN (SELECT coalesce(sum(amount), 1) FROM posting WHERE entry = NEW.id) <> 0
          BEGIN SELECT RAISE(ABORT, 'an entry balances'); END;
        CREATE TRIGGER entry_within_line BEFORE INSERT ON entry WHEN NEW.reason IS NULL AND EXISTS (
            SELECT 1 FROM posting AS mine WHERE mine.entry = NEW.id AND mine.account LIKE 'available/%' AND mine.amount < 0
            AND (SELECT sum(amount) FROM posting WHERE account = mine.account) < 0)
          BEGIN SELECT RAISE(ABORT, 'a line is overspent by an officer alone'); END;
        CREATE TRIGGER entry_once BEFORE INSERT ON entry WHEN EXISTS (
            SELECT 1 FROM entry AS earlier WHERE earlier.loan_ref = NEW.loan_ref AND earlier.voucher = NEW.voucher
            AND NOT EXISTS (SELECT 1 FROM entry AS reversal WHERE reversal.reverses = earlier.id))
          BEGIN SELECT RAISE(ABORT, 'a voucher is entered once'); END;
        CREATE TRIGGER entry_reverses BEFORE INSERT ON entry WHEN NEW.kind = 'reversal' AND (
            NOT EXISTS (SELECT 1 FROM entry AS first WHERE first.id = NEW.reverses AND first.kind = 'repayment' AND first.loan_ref = NEW.loan_ref)
            OR EXISTS (SELECT account, -amount FROM posting WHERE entry = NEW.reverses EXCEPT SELECT account, amount FROM posting WHERE entry = NEW.id)
            OR EXISTS (SELECT account, amount FROM posting WHERE entry = NEW.id EXCEPT SELECT account, -amount FROM posting WHERE entry = NEW.reverses))
          BEGIN SELECT RAISE(ABORT, 'a reversal is the opposite of a repayment of the same loan'); END;
        CREATE TRIGGER entry_kept BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never removed'); END;
        CREATE TRIGGER entry_unchanged BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
        CREATE TRIGGER entry_complete BEFORE INSERT ON posting WHEN EXISTS (SELECT 1 FROM entry WHERE id = NEW.entry)
          BEGIN SELECT RAISE(ABORT, 'an entry is never added to'); END;
        """

    private static let reports = """
        CREATE TABLE lending_report (month TEXT PRIMARY KEY) STRICT;
        CREATE TABLE form_report (period TEXT NOT NULL, version INTEGER NOT NULL, day TEXT NOT NULL, PRIMARY KEY (period, version)) STRICT, WITHOUT ROWID;
        """
}
