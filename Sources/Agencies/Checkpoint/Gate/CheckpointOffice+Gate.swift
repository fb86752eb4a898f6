import Contracts
public import GRDB
import SwiftProtobuf

extension CheckpointOffice {
    /// This gate opens, narrows or closes for a time: keeps it, and says it to all.
    ///
    /// - Parameters:
    ///   - from: Nil: now.
    ///   - endsCurrent: Whether the period that runs at that moment ends there.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/conflict`` where periods would overlap, or it was announced already:
    ///   a command that was cut off can be given again. Nothing is changed.
    public func changeGate(
        to state: GateState,
        from: UTCTime? = nil,
        until: UTCTime? = nil,
        note: String = "",
        letter: String = "",
        endsCurrent: Bool = false,
        in transaction: OfficeTransaction
    ) throws -> GatePeriod {
        let now = try gatewayNow(in: transaction)
        let period = GatePeriod(gate: gate, state: state, from: from ?? now, until: until, note: note, letter: letter)
        if let until, until <= now {
            throw OfficeError(.invalid, vi: "thời gian này đã qua: hãy xem lại ngày giờ", en: "this time is past: look at its day and hour")
        }
        guard period.from.isSensible, until?.isSensible ?? true else {
            throw OfficeError(.invalid, vi: "thời điểm ngoài các năm 1900 đến 2199", en: "a time outside the years 1900 to 2199")
        }
        if let until, until <= period.from {
            throw OfficeError(.invalid, vi: "thời điểm kết thúc phải sau thời điểm bắt đầu", en: "a period ends after it begins")
        }
        let calendar = GateCalendar(transaction.database)
        guard try !calendar.says(period) else {
            throw OfficeError(.conflict, vi: "trạng thái này đã được thông báo rồi", en: "this has been announced already")
        }
        try calendar.add(period, endsCurrent: endsCurrent)
        let message = Langson_Gate_V1_StatusChanged.with {
            $0.gate = gate
            $0.state = state.message
            $0.from = period.from.timestamp
            if let until { $0.until = until.timestamp }
            $0.note = note
            $0.letterRef = letter
        }
        try say("gate.status.changed.v1", message, at: now, in: transaction)
        return period
    }

    /// A gate's state, as its own checkpoint says it.
    func receivedGateStatus(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let period = try GatePeriod(message.decoded(as: Langson_Gate_V1_StatusChanged.self))
        let calendar = GateCalendar(transaction.database)
        guard period.gate == gate else { return try calendar.announce(period) }
        // What this post said comes back to it.
        guard try !calendar.says(period), try !calendar.periods(of: gate).contains(where: { $0.from == period.from && $0.state == period.state })
        else { return }
        try calendar.add(period, endsCurrent: false)
    }

    /// The periods of all gates that are not over.
    public func gatePeriods(ahead now: UTCTime, _ database: Database) throws -> [GatePeriod] {
        try GateCalendar(database).ahead(of: now)
    }

    /// This gate's state; nil: nobody has said.
    public func gatePeriod(at now: UTCTime, _ database: Database) throws -> GatePeriod? {
        try GateCalendar(database).period(of: gate, at: now)
    }
}
