import GRDB

/// A time in which a gate has one state, as its checkpoint announced it.
public struct GatePeriod: Hashable, Sendable {
    public let gate: String
    public var from: UTCTime
    /// The first moment after it; nil: until further notice.
    public var until: UTCTime?
    public let state: GateState
    public let note: String
    public let letterRef: String

    init(gate: String, from: UTCTime, until: UTCTime?, state: GateState, note: String, letterRef: String) {
        self.gate = gate
        self.from = from
        self.until = until
        self.state = state
        self.note = note
        self.letterRef = letterRef
    }

    init(_ row: Row) throws {
        guard let state = GateState(rawValue: row["state"]) else {
            throw OfficeError(.storage, vi: "trạng thái cửa khẩu trong kho không đọc được", en: "a gate's state in the store cannot be read")
        }
        self.init(
            gate: row["gate"],
            from: UTCTime(microseconds: row["from_at"]),
            until: (row["until_at"] as Int64?).map(UTCTime.init(microseconds:)),
            state: state,
            note: row["note"],
            letterRef: row["letter_ref"]
        )
    }

    func insert(_ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO gate_period VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [gate, from.microseconds, until?.microseconds, state.rawValue, note, letterRef]
        )
    }

    public func contains(_ time: UTCTime) -> Bool { from <= time && until.map { time < $0 } ?? true }

    /// What is left of it before and after another period of the same gate, which was announced later.
    func remains(around other: GatePeriod) -> [GatePeriod] {
        guard other.until.map({ from < $0 }) ?? true, until.map({ other.from < $0 }) ?? true else { return [self] }
        var remains: [GatePeriod] = []
        if from < other.from {
            var before = self
            before.until = other.from
            remains.append(before)
        }
        if let end = other.until, until.map({ end < $0 }) ?? true {
            var after = self
            after.from = end
            remains.append(after)
        }
        return remains
    }
}
