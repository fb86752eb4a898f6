import Contracts
public import GRDB

/// The states of the gates, as the checkpoints announce them. The periods of one gate never overlap here: where two do that were announced, the later
/// announcement holds, and the earlier one before and after it.
public struct GateCalendar {
    private let database: Database

    public init(_ database: Database) {
        self.database = database
    }

    /// All periods of a gate, in order.
    public func periods(of gate: String) throws -> [GatePeriod] {
        try Row.fetchAll(database, sql: "SELECT * FROM gate_period WHERE gate = ? ORDER BY from_at", arguments: [gate]).map(GatePeriod.init)
    }

    /// The one in force; nil: nothing was announced for that moment.
    public func period(of gate: String, at time: UTCTime) throws -> GatePeriod? { try periods(of: gate).first { $0.contains(time) } }

    /// The next one after a moment.
    public func next(of gate: String, after time: UTCTime) throws -> GatePeriod? { try periods(of: gate).first { $0.from > time } }

    func announce(_ period: GatePeriod) throws {
        let kept = try periods(of: period.gate).flatMap { $0.remains(around: period) }
        try database.execute(sql: "DELETE FROM gate_period WHERE gate = ?", arguments: [period.gate])
        for period in kept + [period] { try period.insert(database) }
    }
}

extension CooperationDesk {
    /// Takes a gate's announcement, if there is such a gate on the day it speaks of.
    func gateChanged(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let status: Langson_Gate_V1_StatusChanged = try message.decoded()
        let from = UTCTime(status.from)
        guard try ReferenceLists(transaction.database).gate(status.gate, on: from.day()) != nil else {
            throw OfficeError(
                .unknown,
                vi: "không có cửa khẩu \(status.gate) trong danh mục của ngày \(from.day().written)",
                en: "there is no gate \(status.gate) in the list of \(from.day())"
            )
        }
        let until = status.hasUntil ? UTCTime(status.until) : nil
        guard let state = GateState(status.state), until.map({ from < $0 }) ?? true else {
            throw OfficeError(
                .invalid,
                vi: "trạng thái cửa khẩu cần thời gian và trạng thái",
                en: "a gate's state has a time that ends after it begins"
            )
        }
        try GateCalendar(transaction.database).announce(
            GatePeriod(gate: status.gate, from: from, until: until, state: state, note: status.note, letterRef: status.letterRef)
        )
    }
}
