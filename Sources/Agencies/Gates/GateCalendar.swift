public import GRDB

/// When which gate is open, as the checkpoints announce it. The periods of one gate never overlap.
public struct GateCalendar {
    private let database: Database

    /// For the migrations of an office that keeps one.
    static let table = """
        CREATE TABLE gate_period (
          gate TEXT NOT NULL, state TEXT NOT NULL, from_at INTEGER NOT NULL, until_at INTEGER, note TEXT NOT NULL, letter TEXT NOT NULL,
          PRIMARY KEY (gate, from_at)) STRICT, WITHOUT ROWID;
        """

    private static let columns = "gate, state, from_at, until_at, note, letter"

    public init(_ database: Database) {
        self.database = database
    }

    // MARK: Looking

    /// All periods of a gate, in order.
    public func periods(of gate: String) throws -> [GatePeriod] {
        try Row.fetchAll(database, sql: "SELECT \(Self.columns) FROM gate_period WHERE gate = ? ORDER BY from_at", arguments: [gate])
            .map(GatePeriod.init)
    }

    /// The one in force; nil: nothing was announced for that moment.
    public func period(of gate: String, at time: UTCTime) throws -> GatePeriod? { try periods(of: gate).first { $0.contains(time) } }

    /// The next one after a moment.
    public func next(of gate: String, after time: UTCTime) throws -> GatePeriod? { try periods(of: gate).first { $0.from > time } }

    /// Those of all gates that are not over, by gate and time.
    public func ahead(of time: UTCTime) throws -> [GatePeriod] {
        try Row.fetchAll(
            database,
            sql: "SELECT \(Self.columns) FROM gate_period WHERE until_at IS NULL OR until_at > ? ORDER BY gate, from_at",
            arguments: [time.microseconds]
        ).map(GatePeriod.init)
    }

    /// Whether the period that runs when another one would begin says all that it does.
    func says(_ period: GatePeriod) throws -> Bool {
        try self.period(of: period.gate, at: period.from)?.isSame(as: period) ?? false
    }

    // MARK: Changing

    /// Takes what a checkpoint announced: where two periods overlap, the later announcement holds, and the earlier one before and after it.
    func announce(_ period: GatePeriod) throws {
        let kept = try periods(of: period.gate).flatMap { $0.remains(around: period) }
        try database.execute(sql: "DELETE FROM gate_period WHERE gate = ?", arguments: [period.gate])
        for period in kept + [period] { try insert(period) }
    }

    /// Adds a period that a person of the gate itself decided.
    ///
    /// One that stands until further notice makes room for it, and goes on after it where it has an end. Every other overlap is refused, unless the person
    /// says that the period which runs then ends early.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/conflict``: nothing was changed.
    func add(_ period: GatePeriod, endsCurrent: Bool) throws {
        // What says the same from a later time on is a part of it: a gate that closed for a time and opens early goes on to be open.
        for other in try periods(of: period.gate) where other.overlaps(period) && !other.isSame(as: period) {
            guard other.from < period.from, other.until == nil || (endsCurrent && Self.lasts(period, asLongAs: other)) else {
                throw Self.overlap(period, other)
            }
        }
        try announce(period)
    }

    /// Forgets periods that ended before a time.
    func forget(endedBefore time: UTCTime) throws {
        try database.execute(sql: "DELETE FROM gate_period WHERE until_at < ?", arguments: [time.microseconds])
    }

    private static func lasts(_ period: GatePeriod, asLongAs other: GatePeriod) -> Bool {
        guard let until = period.until else { return true }
        return other.until.map { $0 <= until } ?? true
    }

    private func insert(_ period: GatePeriod) throws {
        try database.execute(
            sql: "INSERT INTO gate_period (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                period.gate, period.state.rawValue, period.from.microseconds, period.until?.microseconds, period.note, period.letter,
            ]
        )
    }

    private static func overlap(_ period: GatePeriod, _ other: GatePeriod) -> OfficeError {
        // What can be said to mend it depends on which of the two begins first.
        let advice =
            other.from < period.from
            ? Wording(
                vi: "nếu trạng thái ấy kết thúc sớm, hãy thêm --ends-current (và trạng thái mới phải kéo dài ít nhất đến hết trạng thái ấy)",
                en: "if that one ends early, add --ends-current (then the new one must last at least as long as it)"
            )
            : other.from == period.from
                ? Wording(vi: "hãy chọn thời điểm bắt đầu khác", en: "let it begin at another time")
                : Wording(
                    vi: "hãy cho kết thúc trước đó bằng --until \(other.from.written)",
                    en: "let it end before, with --until \"\(other.from.written)\""
                )
        return OfficeError(
            .conflict,
            vi:
                "cửa khẩu \(period.gate) đã có trạng thái “\(other.state.name.vi)” trong thời gian \(other.span(.vi)); \(advice.vi). Không có gì thay đổi.",
            en: "gate \(period.gate) is “\(other.state.name.en)” in \(other.span(.en)), which overlaps; \(advice.en). Nothing was changed."
        )
    }
}
