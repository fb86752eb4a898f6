import Contracts
import GRDB

extension CooperationDesk {
    /// Takes how far an order is filled, and takes the steps that follow from it.
    ///
    /// Counts may speak of an earlier version of the order, and come after its end: they are kept, and an order that is over takes no step.
    func fillReported(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let report: Langson_Demand_V1_FillReported = try message.decoded()
        var order = try find(report.orderID, in: transaction)
        guard order.state != .draft else {
            throw OfficeError(
                .conflict,
                vi: "báo cáo tuyển dụng về một đơn hàng chưa công bố: hãy hỏi Đầu mối lao động",
                en: "a report on an order that was never published: ask the labour hub"
            )
        }
        guard report.returned <= report.departed, report.departed <= report.accepted, report.accepted <= report.offered,
            report.offered <= order.seatsMost
        else {
            throw OfficeError(
                .invalid,
                vi:
                    "báo cáo tuyển dụng phải có: đã về ≤ đã đi ≤ đã nhận ≤ đã giới thiệu ≤ số chỗ; số liệu cũ được giữ nguyên, hãy hỏi Đầu mối lao động",
                en: "of an order, returned ≤ departed ≤ accepted ≤ offered ≤ seats: the earlier counts stay, ask the labour hub"
            )
        }
        let fill = OrderFill(
            offered: Int(report.offered),
            accepted: Int(report.accepted),
            departed: Int(report.departed),
            returned: report.hasReturned ? Int(report.returned) : nil
        )
        order.fill = fill
        try order.save(transaction.database)
        let reason = "Theo báo cáo tuyển dụng. / As the report on its fill says."
        if fill.accepted > 0, order.state == .published || order.state == .amended {
            order = try move(order, to: .partlyFilled, reason: reason, after: message, in: transaction)
        }
        if fill.accepted >= order.terms.seats, order.state == .partlyFilled {
            try move(order, to: .filled, reason: reason, after: message, in: transaction)
        }
    }
}
