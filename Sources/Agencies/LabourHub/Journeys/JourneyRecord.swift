public import GRDB

/// One worker's way out and back, under one contract.
public struct JourneyRecord: Hashable, Sendable {
    public let contractRef: String
    public let workerRef: String
    public let token: String
    public internal(set) var manifestID: String
    public internal(set) var gate: String
    /// The day of departure.
    public internal(set) var day: CalendarDay
    /// The day of departure by the first list that the worker was on: a crossing of that day may come late.
    public let listedOn: CalendarDay
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
        listedOn = day
        state = .manifested
        need = 0
        self.validUntil = validUntil
    }

    /// Whether the worker was erased: nobody is reminded of whom the gateway has forgotten.
    var isErased: Bool { token.isEmpty }

    private init(_ row: Row) throws {
        contractRef = row[0]
        workerRef = row[1]
        token = row[2]
        manifestID = row[3]
        gate = row[4]
        day = try CalendarDay(stored: row[5])
        state = try JourneyState(stored: row[6])
        exitedAt = (row[7] as Int64?).map { UTCTime(microseconds: $0) }
        returnedAt = (row[8] as Int64?).map { UTCTime(microseconds: $0) }
        need = row[9]
        validUntil = try CalendarDay(stored: row[10])
        remindedOn = try (row[11] as String?).map { try CalendarDay(stored: $0) }
        welfareOn = try (row[12] as String?).map { try CalendarDay(stored: $0) }
        listedOn = try CalendarDay(stored: row[13])
    }

    private static let columns = """
        contract_ref, worker_ref, token, manifest_id, gate, day, state, exited_at, returned_at, need, valid_until, reminded_on, welfare_on,
        listed_on
        """

    func save(_ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO journey (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                contractRef, workerRef, token, manifestID, gate, day.description, state.rawValue, exitedAt?.microseconds, returnedAt?.microseconds,
                need,
                validUntil.description, remindedOn?.description, welfareOn?.description, listedOn.description,
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

    /// The journey of a contract; or of a worker or a document, by pseudonym or token: the only one, else the only one that is not over.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/unknown``, or ``OfficeError/Code/conflict`` where it could be several.
    public static func named(_ name: String, _ database: Database) throws -> JourneyRecord {
        if let journey = try optional(name, database) { return journey }
        let all = try Row.fetchAll(
            database,
            sql: "SELECT \(columns) FROM journey WHERE (worker_ref = ?1 OR token = ?1) AND ?1 <> '' ORDER BY contract_ref",
            arguments: [name]
        ).map(JourneyRecord.init)
        let open = all.filter { $0.state.isAbroad || $0.state == .manifested }
        guard let found = all.count == 1 ? all.first : open.first else { return try find(name, database) }
        guard all.count == 1 || open.count == 1 else {
            throw OfficeError(
                .conflict,
                vi: "có nhiều chuyến đi: hãy nêu hợp đồng (`cuakhau labour journey list`)",
                en: "there are several journeys: name the contract (`cuakhau labour journey list`)"
            )
        }
        return found
    }

    static func all(token: String, _ database: Database) throws -> [JourneyRecord] {
        try Row.fetchAll(database, sql: "SELECT \(columns) FROM journey WHERE token = ? ORDER BY listed_on, contract_ref", arguments: [token])
            .map(JourneyRecord.init)
    }

    /// Those of a manifest who have not been seen leaving, by contract.
    static func waiting(manifest: String, _ database: Database) throws -> [JourneyRecord] {
        try Row.fetchAll(
            database,
            sql: "SELECT \(columns) FROM journey WHERE manifest_id = ? AND exited_at IS NULL ORDER BY contract_ref",
            arguments: [manifest]
        ).map(JourneyRecord.init)
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

    /// How many journeys there were in a period, by the state in which they stood at its end. Journeys that were over before, or had not begun, are none of it.
    static func counts(_ period: ReportPeriod, _ database: Database) throws -> [JourneyState: Int] {
        var counts: [JourneyState: Int] = [:]
        for journey in try all(database) where journey.lies(in: period) { counts[journey.state(atEndOf: period), default: 0] += 1 }
        return counts
    }

    private func lies(in period: ReportPeriod) -> Bool {
        guard listedOn <= period.lastDay || exitedAt.map({ $0.microseconds < period.times.upperBound }) ?? false else { return false }
        if let returnedAt { return returnedAt.microseconds >= period.times.lowerBound }
        return state != .noShow || day >= period.firstDay
    }

    /// As far as crossings tell: what was due then is known only of those who are still away.
    private func state(atEndOf period: ReportPeriod) -> JourneyState {
        if let exitedAt, exitedAt.microseconds >= period.times.upperBound { return .manifested }
        if let returnedAt, returnedAt.microseconds >= period.times.upperBound { return .exited }
        return state
    }

    /// How many are in each state.
    public static func counts(_ database: Database) throws -> [JourneyState: Int] {
        var counts: [JourneyState: Int] = [:]
        for row in try Row.fetchAll(database, sql: "SELECT state, count(*) FROM journey GROUP BY state") {
            counts[try JourneyState(stored: row[0])] = row[1]
        }
        return counts
    }
}
