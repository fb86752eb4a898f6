import Contracts
import GRDB

/// Takes workers into the hub: a pseudonym for each, made once for each document.
public struct Enrolling {
    /// A worker as a list gives one.
    public struct Entry: Sendable {
        public let identity: Identity
        /// The document's token, made from its number.
        public let token: String
        public let commune: String
        public let birthYear: Int
        public let market: String
        public let consent: String

        public init(identity: Identity, token: String, commune: String, birthYear: Int, market: String, consent: String) {
            self.identity = identity
            self.token = token
            self.commune = commune
            self.birthYear = birthYear
            self.market = market
            self.consent = consent
        }
    }

    private let transaction: OfficeTransaction

    /// Nobody under 18 is registered (the contract of `worker.registered.v1`).
    public static let ageMin = 18

    public init(in transaction: OfficeTransaction) {
        self.transaction = transaction
    }

    /// Takes workers, all or none. The vault gets the identities before the store is committed: so everybody who has a pseudonym is in the vault, and who is in
    /// the vault alone was given a name that nobody uses.
    ///
    /// - Returns: Their pseudonyms, in the same order.
    /// - Throws: ``OfficeError``: too young.
    public func take(_ entries: [Entry], into vault: WorkerVault) throws -> [String] {
        let refs = try entries.map(ref)
        // Only those whom this list names again: where the store was put back from an older copy, the others are real, and their names in use elsewhere.
        let documents = Set(entries.map { Identity.Document($0.identity) })
        for stray in try VaultAgreement(vault, transaction).strays where try vault.holds(stray, anyOf: documents) { try vault.erase(stray) }
        try vault.put(zip(refs, entries).map { ($0, $1.identity) })
        for (ref, entry) in zip(refs, entries) { try put(entry, as: ref) }
        return refs
    }

    /// The pseudonym of a document's holder: the one that is there, or a new one.
    ///
    /// - Throws: ``OfficeError``: too young.
    func ref(of entry: Entry) throws -> String {
        guard transaction.today.year - entry.birthYear >= Self.ageMin else {
            throw OfficeError(.forbidden, vi: "chưa đủ \(Self.ageMin) tuổi", en: "nobody under \(Self.ageMin) is registered")
        }
        return try String.fetchOne(transaction.database, sql: "SELECT worker_ref FROM document WHERE token = ?", arguments: [entry.token])
            ?? transaction.name("worker", entry.token).description
    }

    func put(_ entry: Entry, as ref: String) throws {
        let database = transaction.database
        try WorkerRecord(ref: ref, commune: entry.commune, birthYear: entry.birthYear, market: entry.market, consent: entry.consent).upsert(database)
        try database.execute(
            sql: "INSERT OR REPLACE INTO document VALUES (?, ?, ?)",
            arguments: [entry.token, ref, entry.identity.documentKind]
        )
    }
}
