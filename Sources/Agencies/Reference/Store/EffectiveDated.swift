/// A row of a list that changes with time: it is in force from a day to a day, and the list has versions (`reference.updated.v1`).
protocol EffectiveDated: Identifiable, Sendable where ID == String {
    /// The list's name in messages, for example `gates`; its file's, without `.csv`.
    static var list: String { get }
    /// The column of the rows' names.
    static var keyColumn: String { get }
    static var columns: [String] { get }
    /// What is embedded in the program.
    static var standard: [Self] { get }
    /// Its name for people, in Vietnamese.
    var fullNameVI: String { get }
    var validity: Validity { get }

    init(_ row: ReferenceRow) throws(ReferenceError)

    /// What holds between rows.
    static func validate(_ rows: Keyed<Self>) throws(ReferenceError)
}

extension EffectiveDated {
    static func validate(_ rows: Keyed<Self>) throws(ReferenceError) {}

    /// Reads a whole list, its name being that of its file.
    static func read(_ bytes: [UInt8]) throws(ReferenceError) -> [Self] {
        let file = "\(list).csv"
        let rows = try Keyed([file: bytes], file, keyColumn, columns) { (row) throws(ReferenceError) in try Self(row) }
        try validate(rows)
        return rows.values
    }
}

extension Gate: EffectiveDated {
    static var list: String { "gates" }
    static var keyColumn: String { "gate" }
    var fullNameVI: String { nameVI }
    static var standard: [Gate] { ReferenceData.standard.gates }

    static func validate(_ rows: Keyed<Gate>) throws(ReferenceError) { try rows.validateReference("part_of", \.partOf) }
}

extension Organisation: EffectiveDated {
    static var list: String { "organisations" }
    static var keyColumn: String { "organisation" }
    var fullNameVI: String { nameVI }
    static var standard: [Organisation] { ReferenceData.standard.organisations }

    static func validate(_ rows: Keyed<Organisation>) throws(ReferenceError) { try rows.validateReference("successor", \.successor) }
}

extension Commune: EffectiveDated {
    static var list: String { "communes" }
    static var keyColumn: String { "commune" }
    static var standard: [Commune] { ReferenceData.standard.communes }
}

extension District: EffectiveDated {
    static var list: String { "districts" }
    static var keyColumn: String { "district" }
    var fullNameVI: String { (kind == .city ? "Thành phố " : "Huyện ") + nameVI }
    static var standard: [District] { ReferenceData.standard.districts }
}
