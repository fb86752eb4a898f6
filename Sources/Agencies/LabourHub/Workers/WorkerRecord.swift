import Contracts
public import GRDB

/// A worker as the hub's store knows one: by pseudonym. Who it is, only the ``WorkerVault`` knows.
public struct WorkerRecord: Hashable, Sendable {
    public let ref: String
    /// The commune's code; empty: not told yet.
    public let commune: String
    /// 0: not told yet, or erased.
    public let birthYear: Int
    /// `chongzuo`, `japan`, …
    public let market: String
    /// Which text of the consent the worker agreed to.
    public let consent: String
    public let isErased: Bool

    public init(ref: String, commune: String, birthYear: Int, market: String, consent: String) {
        self.ref = ref
        self.commune = commune
        self.birthYear = birthYear
        self.market = market
        self.consent = consent
        isErased = false
    }

    init(_ message: Langson_Worker_V1_Registered) {
        self.init(
            ref: message.workerRef,
            commune: message.commune,
            birthYear: Int(message.birthYear),
            market: Market.word(message.market),
            consent: message.consentVersion
        )
    }

    private init(_ row: Row) {
        ref = row[0]
        commune = row[1]
        birthYear = row[2]
        market = row[3]
        consent = row[4]
        isErased = row[5]
    }

    /// What a commune says of a worker later counts. One who was erased stays so.
    public func upsert(_ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO worker (worker_ref, commune, birth_year, market, consent) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (worker_ref) DO UPDATE SET commune = excluded.commune, birth_year = excluded.birth_year, market = excluded.market,
                  consent = excluded.consent WHERE is_erased = 0
                """,
            arguments: [ref, commune, birthYear, market, consent]
        )
    }

    public static func find(_ ref: String, _ database: Database) throws -> WorkerRecord {
        let sql = "SELECT worker_ref, commune, birth_year, market, consent, is_erased FROM worker WHERE worker_ref = ?"
        guard let row = try Row.fetchOne(database, sql: sql, arguments: [ref]) else {
            throw OfficeError(
                .unknown,
                vi: "không có người lao động mang mã đó: xem `cuakhau labour worker list`",
                en: "there is no worker of that pseudonym: `cuakhau labour worker list` shows them"
            )
        }
        return WorkerRecord(row)
    }

    public static func all(_ database: Database, commune: String? = nil, countMax: Int = 1_000_000) throws -> [WorkerRecord] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT worker_ref, commune, birth_year, market, consent, is_erased FROM worker WHERE ?1 IS NULL OR commune = ?1
                ORDER BY worker_ref LIMIT ?2
                """,
            arguments: [commune, countMax]
        ).map(WorkerRecord.init)
    }
}
