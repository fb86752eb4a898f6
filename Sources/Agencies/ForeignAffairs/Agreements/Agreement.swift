public import GRDB

/// An international agreement that was signed locally; the office keeps track of those that are signed [S 376-385].
public struct Agreement: Hashable, Sendable {
    /// The office's own code for it.
    public let code: String
    public let title: String
    public let partyHere: String
    public let partyAbroad: String
    /// A code of ISO 3166-1.
    public let country: String
    public let signed: CalendarDay
    /// Its last day; nil: until it is ended.
    public internal(set) var expires: CalendarDay?
    public internal(set) var state: AgreementState
    /// Its last day, where it was ended before.
    public internal(set) var ended: CalendarDay?
    public internal(set) var officer: String
    public internal(set) var note: String?

    /// Where it stands on a day: the clock may not have been looked at since.
    public func state(on day: CalendarDay) -> AgreementState {
        guard state == .inForce, let expires, expires < day else { return state }
        return .expired
    }

    /// Days until its last day; negative afterwards.
    public func daysLeft(on day: CalendarDay) -> Int? { expires.map { $0.days(since: day) } }

    /// Checks what an officer wrote.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/invalid``.
    public init(
        code: String,
        title: String,
        partyHere: String,
        partyAbroad: String,
        country: String,
        signed: CalendarDay,
        expires: CalendarDay?,
        officer: String,
        note: String? = nil
    ) throws(OfficeError) {
        guard expires.map({ $0 >= signed }) ?? true else {
            throw OfficeError(.invalid, vi: "ngày hết hiệu lực không thể trước ngày ký", en: "it cannot expire before it was signed")
        }
        self.code = try AffairsText.reference(code)
        self.title = try AffairsText.title(title)
        self.partyHere = try AffairsText.party(partyHere)
        self.partyAbroad = try AffairsText.party(partyAbroad)
        self.country = try AffairsText.country(country)
        self.signed = signed
        self.expires = expires
        state = .inForce
        self.officer = try OfficeText.officer(officer)
        if let note { self.note = try AffairsText.note(note) }
    }
}

extension Agreement {
    private static let columns = "code, title, party_here, party_abroad, country, signed, expires, state, ended, officer, note"

    private init(_ row: Row) throws {
        let (expires, ended): (String?, String?) = (row[6], row[8])
        code = row[0]
        title = row[1]
        partyHere = row[2]
        partyAbroad = row[3]
        country = row[4]
        signed = try CalendarDay(stored: row[5])
        self.expires = try expires.map { try CalendarDay(stored: $0) }
        state = try AgreementState(stored: row[7])
        self.ended = try ended.map { try CalendarDay(stored: $0) }
        officer = row[9]
        note = row[10]
    }

    /// Those that expire first at the top.
    public static func list(_ database: Database, includingPast: Bool = true) throws -> [Agreement] {
        try Row.fetchAll(
            database,
            sql: "SELECT \(columns) FROM agreement WHERE ? OR state = 'in_force' ORDER BY state <> 'in_force', expires IS NULL, expires, code",
            arguments: [includingPast]
        ).map(Agreement.init)
    }

    static func optional(_ code: String, _ database: Database) throws -> Agreement? {
        try Row.fetchOne(database, sql: "SELECT \(columns) FROM agreement WHERE code = ?", arguments: [code]).map(Agreement.init)
    }

    func save(_ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO agreement (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                code, title, partyHere, partyAbroad, country, "\(signed)", expires.map { "\($0)" }, state.rawValue, ended.map { "\($0)" }, officer,
                note,
            ]
        )
    }
}
