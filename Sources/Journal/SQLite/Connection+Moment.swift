extension Connection {
    /// Opens a journal's file to read it as it is at this moment, a running gateway's too.
    ///
    /// - Throws: ``JournalError`` `notAJournal`, `newerFormat`: of another format than this program's.
    convenience init(momentOf path: String) throws(JournalError) {
        try self.init(path: path, isReadOnly: true)
        try execute("PRAGMA query_only = ON; PRAGMA mmap_size = 0; PRAGMA cache_size = -8192; PRAGMA trusted_schema = OFF; BEGIN")
        let application = try integer("PRAGMA application_id") ?? 0
        let version = try integer("PRAGMA user_version") ?? 0
        guard application == Schema.applicationID else { throw JournalError(.notAJournal, "\(path) is no journal of a gateway") }
        guard version == Schema.migrations.count else {
            throw JournalError(
                .newerFormat,
                "\(path) has format \(version), this program reads \(Schema.migrations.count): start the gateway once, or use the newer program"
            )
        }
    }
}
