public import GRDB

/// One worker's way out and back, under one contract.
public struct JourneyRecord: Hashable, Sendable {
    public let contractRef: String
    public let workerRef: String
    public let token: String
    public let manifestID: String
    public let gate: String
    /// The day of departure.
    public let day: CalendarDay
    public var state: JourneyState
    public var exitedAt: UTCTime?
    public var returnedAt: UTCTime?
    /// What the worker asked for on the way back; 0: nothing.
    public var need: Int
    /// The last day of the permit, where it is known; else of the contract.
    public var validUntil: CalendarDay
    public var remindedOn: CalendarDay?
    public var welfareOn: CalendarDay?

    init(contract: ContractRecord, token: String, manifestID: String, gate: String, day: CalendarDay, validUntil: CalendarDay) {
        contractRef = contract.ref
        workerRef = contract.workerRef
        self.token = token
        self.manifestID = manifestID
        self.gate = gate
        self.day = day
        state = .manifested
        need = 0
        self.validUntil = validUntil
    }

    /// Whether the worker was erased: nobody is reminded of whom the gateway has forgotten.
    var isErased: Bool { token.isEmpty }

    private init(_ row: Row) throws {
        guard let day = CalendarDay(row[5] as String), let validUntil = CalendarDay(row[10] as String), let state = JourneyState(rawValue: row[6])
        else { throw OfficeError(.storage, vi: "kho dữ liệu bị hỏng", en: "the store is damaged: a journey has no day or state") }
        contractRef = row[0]
        workerRef = row[1]
        token = row[2]
        manifestID = row[3]
        gate = row[4]
        self.day = day
        self.state = state
        exitedAt = (row[7] as Int64?).map { UTCTime(microseconds: $0) }
        returnedAt = (row[8] as Int64?).map { UTCTime(microseconds: $0) }
        need = row[9]
        self.validUntil = validUntil
        remindedOn = (row[11] as String?).flatMap { CalendarDay($0) }
        welfareOn = (row[12] as String?).flatMap { CalendarDay($0) }
    }

    private static let columns = """
        contract_ref, worker_ref, token, manifest_id, gate, day, state, exited_at, returned_at, need, valid_until, reminded_on, welfare_on
        """

    func save(_ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO journey (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                contractRef, workerRef, token, manifestID, gate, day.description, state.rawValue, exitedAt?.microseconds, returnedAt?.microseconds,
                need,
                validUntil.description, remindedOn?.description, welfareOn?.description,
            ]
        )
    }

    static func optional(_ contract: String, _ database: Database) throws -> JourneyRecord? {
        try Row.fetchOne(database, sql: "SELECT \(columns) FROM journey WHERE contract_ref = ?", arguments: [contract]).map(JourneyRecord.init)
    }

    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/unknown``.
    public static func find(_ contract: String, _ database: Database) throws -> JourneyRecord {
        guard let journey = try optional(contract, database) else {
            throw OfficeError(
                .unknown,
                vi: "không có chuyến đi theo hợp đồng đó: xem `cuakhau labour journey list`",
                en: "there is no journey under that contract: `cuakhau labour journey list` shows them"
            )
        }
        return journey
    }

    static func all(token: String, _ database: Database) throws -> [JourneyRecord] {
        try Row.fetchAll(database, sql: "SELECT \(columns) FROM journey WHERE token = ? ORDER BY day, contract_ref", arguments: [token])
            .map(JourneyRecord.init)
    }

    /// By contract.
    ///
    /// - Parameter until: Only those whose permits end on this day or before; nil: all.
    public static func all(_ database: Database, state: JourneyState? = nil, until: CalendarDay? = nil) throws -> [JourneyRecord] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT \(columns) FROM journey WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR valid_until <= ?2) ORDER BY contract_ref
                """,
            arguments: [state?.rawValue, until?.description]
        ).map(JourneyRecord.init)
    }

    /// How many are in each state.
    public static func counts(_ database: Database) throws -> [JourneyState: Int] {
        var counts: [JourneyState: Int] = [:]
        for row in try Row.fetchAll(database, sql: "SELECT state, count(*) FROM journey GROUP BY state") {
            if let state = JourneyState(rawValue: row[0]) { counts[state] = row[1] }
        }
        return counts
    }
}
