import Crypto

/// Opens the vault of a journal: checks that the master key is this journal's, and reads the secret behind its tags.
enum VaultKeys {
    /// - Returns: Nil where the journal has no vault yet.
    static func index(_ connection: Connection, _ master: MasterKey) throws(JournalError) -> SymmetricKey? {
        let row = try connection.prepare("SELECT wrapped FROM vault")
        guard try row.step() else { return nil }
        guard let key = master.unwrap(row.bytes(0)) else {
            throw JournalError(.wrongMasterKey, "the master key is not this journal's: look at master_key in gateway.yaml")
        }
        return key
    }

    /// Makes the vault of a journal that has none.
    static func make(_ connection: Connection, _ master: MasterKey) throws(JournalError) -> SymmetricKey {
        let key = SymmetricKey(size: .bits256)
        let insert = try connection.prepare("INSERT INTO vault (only, wrapped) VALUES (1, ?)")
        insert.bind(1, try master.wrap(key))
        try insert.run()
        return key
    }

    /// Wraps every key anew. Bodies stay as they are.
    ///
    /// - Returns: How many subjects' keys there are.
    static func rotate(_ connection: Connection, from old: MasterKey, to new: MasterKey) throws(JournalError) -> Int {
        guard let index = try index(connection, old) else { return 0 }
        let update = try connection.prepare("UPDATE vault SET wrapped = ?")
        update.bind(1, try new.wrap(index))
        try update.run()
        let rows = try connection.prepare("SELECT id, wrapped FROM subject WHERE wrapped <> x'' AND id > ? ORDER BY id LIMIT 1000")
        let rewrap = try connection.prepare("UPDATE subject SET wrapped = ? WHERE id = ?")
        var (count, last): (Int, Int64) = (0, 0)
        while true {
            // Page by page: rows are not changed under a query that walks them.
            var page: [(id: UInt32, key: SymmetricKey)] = []
            rows.bind(1, last)
            while try rows.step() {
                let id = UInt32(truncatingIfNeeded: rows.integer(0))
                guard let key = old.unwrap(rows.bytes(1)) else {
                    throw JournalError(
                        .damaged,
                        "the key of a subject cannot be opened: keep the journal for inspection, and restore the last backup"
                    )
                }
                page.append((id, key))
            }
            guard let final = page.last else { return count }
            last = Int64(final.id)
            for (id, key) in page {
                rewrap.bind(1, try new.wrap(key))
                rewrap.bind(2, Int64(id))
                try rewrap.run()
            }
            count += page.count
        }
    }
}
