import GRDB

/// The bank's double-entry ledger: every movement of money is an entry whose postings add up to zero.
struct Ledger {
    private let database: Database

    init(_ database: Database) { self.database = database }

    /// Enters a movement.
    ///
    /// - Parameter today: The day on which it is entered.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/overspent`` where a line has too little left and no officer answers for it.
    func post(_ entry: LedgerEntry, today: CalendarDay) throws {
        precondition(entry.postings.reduce(0) { $0 + $1.amount } == 0, "an entry balances")
        let overspends = try overspends(entry)
        if overspends, entry.word == nil {
            throw OfficeError(
                .overspent,
                vi: "nguồn vốn không còn đủ: hãy chọn nguồn khác, hoặc người có thẩm quyền quyết định bằng --override LÝ_DO --officer TÊN",
                en: "the fund has too little left: choose another one, or let an officer decide, with --override REASON --officer NAME"
            )
        }
        for posting in entry.postings {
            try database.execute(sql: "INSERT INTO posting VALUES (?, ?, ?)", arguments: [entry.id, posting.account.description, posting.amount])
        }
        // A word that was not needed was not given.
        let word = overspends || entry.kind == .reversal ? entry.word : nil
        try database.execute(
            sql: """
                INSERT INTO entry (id, day, entered_on, kind, loan_ref, voucher, reverses, reason, officer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                entry.id, entry.day.description, today.description, entry.kind, entry.loanRef, entry.voucher, entry.reverses,
                word?.reason.description, word?.officer.description,
            ]
        )
    }

    private func overspends(_ entry: LedgerEntry) throws -> Bool {
        for posting in entry.postings where posting.amount < 0 {
            if case .available = posting.account, try balance(posting.account) + posting.amount < 0 { return true }
        }
        return false
    }

    func balance(_ account: LedgerAccount) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT coalesce(sum(amount), 0) FROM posting WHERE account = ?", arguments: [account.description]) ?? 0
    }

    /// What a loan still owes.
    func outstanding(_ loanRef: String) throws -> VND {
        let sql = """
            SELECT coalesce(sum(amount), 0) FROM entry JOIN posting ON posting.entry = entry.id WHERE loan_ref = ? AND account LIKE 'lent/%'
            """
        return VND(try Int64.fetchOne(database, sql: sql, arguments: [loanRef]) ?? 0)
    }

    /// What was entered for a loan by a voucher, the last one first: more than one where the others were reversed.
    func entries(_ voucher: Voucher, of loanRef: String) throws -> [BookedEntry] {
        try BookedEntry.all(of: loanRef, database).filter { $0.voucher == voucher.description }.reversed()
    }

    /// The number of a loan's next entry.
    func nextNumber(_ loanRef: String) throws -> Int {
        (try Int.fetchOne(database, sql: "SELECT count(*) FROM entry WHERE loan_ref = ?", arguments: [loanRef]) ?? 0) + 1
    }
}
