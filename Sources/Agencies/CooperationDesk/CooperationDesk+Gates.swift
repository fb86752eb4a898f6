import Contracts

extension CooperationDesk {
    /// Takes a gate's announcement, if there is such a gate on the day it speaks of.
    func gateChanged(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let period = try GatePeriod(message.decoded(as: Langson_Gate_V1_StatusChanged.self))
        try ReferenceLists(transaction.database).validate(gate: period.gate, on: period.from.day())
        try GateCalendar(transaction.database).announce(period)
    }
}
