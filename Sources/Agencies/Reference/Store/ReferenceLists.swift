public import GRDB

/// The lists that change with time, as an office knows them: what `reference.updated.v1` has told it, and for all other days what is in the program.
///
/// Everything is asked for a day, because a message is judged by the lists of the day it speaks of, whenever it comes. Every office's store has them, and every
/// office takes what comes.
public struct ReferenceLists {
    private let database: Database

    public init(_ database: Database) {
        self.database = database
    }

    static let messageType = "reference.updated.v1"

    static func registerMigrations(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("reference 1 versions") { try $0.execute(sql: ReferenceVersion.table) }
    }

    /// Takes a `reference.updated.v1`. Versions may come late, twice and in any order; a list that no office reads is kept as it is.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/invalid`` where the list cannot be read, naming its row and column, and
    ///   ``OfficeError/Code/conflict`` where the same version came with another content. What was in force stays in force.
    static func received(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let version = try ReferenceUpdate.version(of: try message.decoded())
        try ReferenceUpdate.validate(version.csv, as: version.list)
        try version.insert(transaction.database)
    }

    // MARK: What is in force on a day

    public func gates(on day: CalendarDay) throws -> [Gate] { try rows(on: day) }

    /// Nil where there is no such gate on that day.
    public func gate(_ code: String, on day: CalendarDay) throws -> Gate? { try gates(on: day).first { $0.id == code } }

    public func organisations(on day: CalendarDay) throws -> [Organisation] { try rows(on: day) }

    /// Who holds an organisation's duties on a day: itself, or the one that took over from it, or from that one.
    public func holder(of organisation: String, on day: CalendarDay) throws -> Organisation? {
        let all: [Organisation] = try list(on: day)
        var next: String? = organisation
        // A chain of successors that comes back to itself ends nowhere.
        for _ in all {
            guard let found = all.first(where: { $0.id == next }), !found.validity.contains(day) else { break }
            next = found.successor
        }
        return all.first { $0.id == next && $0.validity.contains(day) }
    }

    public func communes(on day: CalendarDay) throws -> [Commune] { try rows(on: day) }

    /// Nil where there is no commune of that code on that day.
    public func commune(_ code: String, on day: CalendarDay) throws -> Commune? { try communes(on: day).first { $0.id == code } }

    /// Empty from 1 July 2025.
    public func districts(on day: CalendarDay) throws -> [District] { try rows(on: day) }

    /// Judges a commune's code by the list of a day. For days before 1 July 2025 there is no list: there a code is judged by its form alone.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/unknown``.
    public func validate(commune code: String, on day: CalendarDay) throws {
        let communes = try communes(on: day)
        guard !communes.isEmpty, !communes.contains(where: { $0.id == code }) else { return }
        throw OfficeError(
            .unknown,
            vi: "không có xã, phường nào mang mã này trong danh mục của ngày \(day.written): hãy dùng mã năm chữ số theo QĐ 19/2025/QĐ-TTg",
            en: "no commune has this code in the list of \(day): take the five digits of QĐ 19/2025/QĐ-TTg"
        )
    }

    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/unknown``: there is no such gate on that day.
    public func validate(gate code: String, on day: CalendarDay) throws {
        guard try gate(code, on: day) == nil else { return }
        throw OfficeError(
            .unknown,
            vi: "không có cửa khẩu \(code) trong danh mục của ngày \(day.written)",
            en: "there is no gate \(code) in the list of \(day)"
        )
    }

    // MARK: For people

    /// The rows of a list that are in force on a day.
    ///
    /// - Parameter list: One of ``ReferenceUpdate/lists``.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/unknown`` for another list.
    public func entries(of list: String, on day: CalendarDay) throws -> [ReferenceEntry] {
        func entries<Value: EffectiveDated>(_ type: Value.Type) throws -> [ReferenceEntry] {
            let rows: [Value] = try rows(on: day)
            return rows.map { ReferenceEntry(code: $0.id, nameVI: $0.fullNameVI, validity: $0.validity) }
        }
        switch list {
        case Gate.list: return try entries(Gate.self)
        case Organisation.list: return try entries(Organisation.self)
        case Commune.list: return try entries(Commune.self)
        case District.list: return try entries(District.self)
        default: throw ReferenceUpdate.unknown(list)
        }
    }

    /// Every version that has come, by list and number.
    public func versions() throws -> [ReferenceVersion] { try ReferenceVersion.all(database) }

    /// The whole list that is in force on a day, with rows that no longer are or not yet.
    private func list<Value: EffectiveDated>(on day: CalendarDay) throws -> [Value] {
        guard let csv = try ReferenceVersion.csv(Value.list, on: day, database) else { return Value.standard }
        return try Value.read(Array(csv.utf8))
    }

    private func rows<Value: EffectiveDated>(on day: CalendarDay) throws -> [Value] { try list(on: day).filter { $0.validity.contains(day) } }
}
