import Contracts
public import GRDB

/// A protection case that the hub opened for a worker on a journey, as far as foreign affairs tells whoever opened it: its state, and no more.
public struct JourneyCase: Hashable, Sendable {
    public let id: String
    public let contractRef: String
    public internal(set) var state: ProtectionCaseState
    /// When the hub last heard of it.
    public internal(set) var changedAt: UTCTime

    static let table = """
        CREATE TABLE journey_case (
          case_id TEXT PRIMARY KEY, contract_ref TEXT NOT NULL, state TEXT NOT NULL, changed_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX journey_case_contract ON journey_case (contract_ref);
        """

    init(id: String, contractRef: String, at now: UTCTime) {
        self.id = id
        self.contractRef = contractRef
        state = .reported
        changedAt = now
    }

    private init(_ row: Row) throws {
        id = row[0]
        contractRef = row[1]
        state = try ProtectionCaseState(stored: row[2])
        changedAt = UTCTime(microseconds: row[3])
    }

    private static let columns = "case_id, contract_ref, state, changed_at"

    func save(_ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO journey_case (\(Self.columns)) VALUES (?, ?, ?, ?)",
            arguments: [id, contractRef, state.rawValue, changedAt.microseconds]
        )
    }

    static func optional(_ id: String, _ database: Database) throws -> JourneyCase? {
        try Row.fetchOne(database, sql: "SELECT \(columns) FROM journey_case WHERE case_id = ?", arguments: [id]).map(JourneyCase.init)
    }

    /// By name: those of a journey, the closed ones too.
    public static func all(of contract: String, _ database: Database) throws -> [JourneyCase] {
        try Row.fetchAll(
            database,
            sql: "SELECT \(columns) FROM journey_case WHERE contract_ref = ? ORDER BY case_id",
            arguments: [contract]
        ).map(JourneyCase.init)
    }

    /// Whether somebody is at work for the worker.
    static func isAnyOpen(of contract: String, _ database: Database) throws -> Bool {
        try all(of: contract, database).contains { $0.state != .closed }
    }
}

extension ProtectionCaseState {
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/invalid``: a state that this version does not know.
    init(told state: Langson_Protection_V1_CaseState) throws(OfficeError) {
        guard let known = Self.allCases.first(where: { $0.contract == state }) else {
            throw OfficeError(
                .invalid,
                vi: "trạng thái vụ việc không rõ: cần nâng cấp chương trình",
                en: "a case's state that this version does not know: it needs a newer one"
            )
        }
        self = known
    }
}
