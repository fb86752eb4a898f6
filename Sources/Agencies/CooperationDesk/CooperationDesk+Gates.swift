import Contracts

extension CooperationDesk {
    /// Takes a gate's announcement, if there is such a gate on the day it speaks of.
    func gateChanged(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let period = try GatePeriod(message.decoded(as: Langson_Gate_V1_StatusChanged.self))
        guard try ReferenceLists(transaction.database).gate(period.gate, on: period.from.day()) != nil else {
            throw OfficeError(
                .unknown,
                vi: "không có cửa khẩu \(period.gate) trong danh mục của ngày \(period.from.day().written)",
                en: "there is no gate \(period.gate) in the list of \(period.from.day())"
            )
        }
        try GateCalendar(transaction.database).announce(period)
    }
}
