import GRDB

/// Something that happened to a case: who did what, when, and what was noted. A case's steps are numbered from 1.
public struct CaseStep: Hashable, Sendable {
    public enum Act: String, CaseIterable, Sendable {
        case opened, taken
        case handedOver = "handed_over"
        case moved, noted

        public var name: Wording {
            switch self {
            case .opened: Wording(vi: "mở", en: "opened")
            case .taken: Wording(vi: "nhận xử lý", en: "taken")
            case .handedOver: Wording(vi: "bàn giao", en: "handed over")
            case .moved: Wording(vi: "chuyển trạng thái", en: "moved")
            case .noted: Wording(vi: "ghi chú", en: "noted")
            }
        }
    }

    public let at: UTCTime
    public let act: Act
    /// Nil for the first step.
    public let from: ProtectionCaseState?
    public let to: ProtectionCaseState
    /// One of this office's own people; nil: a message or the clock did it.
    public let officer: String?
    public let note: String?

    init(_ act: Act, at: UTCTime, from: ProtectionCaseState?, to: ProtectionCaseState, officer: String?, note: String?) {
        self.at = at
        self.act = act
        self.from = from
        self.to = to
        self.officer = officer
        self.note = note
    }

    /// Whether all but the time is the same.
    func saysTheSame(as other: CaseStep) -> Bool {
        (act, from, to, officer, note) == (other.act, other.from, other.to, other.officer, other.note)
    }

    private init(_ row: Row) throws {
        guard let act = Act(rawValue: row[1]) else {
            throw OfficeError(.unreadable, vi: "kho dữ liệu có bước lạ", en: "the store holds an act that this version does not know")
        }
        let from: String? = row[2]
        self.init(
            act,
            at: UTCTime(microseconds: row[0]),
            from: try from.map { try ProtectionCaseState(stored: $0) },
            to: try ProtectionCaseState(stored: row[3]),
            officer: row[4],
            note: row[5]
        )
    }

    /// In the order in which they happened.
    static func all(of caseID: String, _ database: Database) throws -> [CaseStep] {
        try Row.fetchAll(
            database,
            sql: "SELECT at, act, from_state, to_state, officer, note FROM case_step WHERE case_id = ? ORDER BY number",
            arguments: [caseID]
        ).map(CaseStep.init)
    }

    func append(to caseID: String, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO case_step (case_id, number, at, act, from_state, to_state, officer, note)
                SELECT ?, 1 + count(*), ?, ?, ?, ?, ?, ? FROM case_step WHERE case_id = ?
                """,
            arguments: [caseID, at.microseconds, act.rawValue, from?.rawValue, to.rawValue, officer, note, caseID]
        )
    }
}
