import GRDB

/// Whether the vault and the store, which are two files, know the same people. The store's transaction keeps imports away while it is found out.
public struct VaultAgreement: Sendable {
    /// In the vault, and named by nothing: an import was cut off before the store was committed, and takes them out when it is done again; or the
    /// store is an older copy than the vault, and needs the copy of the vault's day or the messages since.
    public let strays: [String]
    /// Registered here with a document, and not in the vault: forgotten as they asked; else the vault is an older copy than the store.
    public let absent: [String]

    public init(_ vault: WorkerVault, _ transaction: OfficeTransaction) throws {
        let database = transaction.database
        let held = try vault.workers()
        let known = Set(try String.fetchAll(database, sql: "SELECT worker_ref FROM worker"))
        strays = held.filter { !known.contains($0) }
        let isHeld = Set(held)
        absent = try String.fetchAll(database, sql: "SELECT DISTINCT worker_ref FROM document ORDER BY worker_ref").filter { !isHeld.contains($0) }
    }
}
