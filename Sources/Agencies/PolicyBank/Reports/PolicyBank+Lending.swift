import Contracts
import GRDB
import SwiftProtobuf

extension PolicyBank {
    /// Reports each month that is past, once: from the first in which something was lent, all four funds, also those that lent nothing.
    func reportLending(in transaction: OfficeTransaction) throws {
        guard var month = try FundLending.firstMonth(transaction.database) else { return }
        let last = try String.fetchOne(transaction.database, sql: "SELECT max(month) FROM lending_report").flatMap { LendingMonth($0) }
        if let last { month = max(month, last.next) }
        while month < LendingMonth(transaction.today) {
            try reportLending(of: month, in: transaction)
            month = month.next
        }
    }

    /// Tells the labour hub what was lent in a month; told again, it is the same.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/forbidden``: the month is not past.
    public func reportLending(of month: LendingMonth, in transaction: OfficeTransaction) throws {
        guard month < LendingMonth(transaction.today) else {
            throw OfficeError(
                .forbidden,
                vi: "tháng \(month) chưa kết thúc: số liệu còn thay đổi",
                en: "\(month) is not over: its figures can still change"
            )
        }
        for lending in try FundLending.all(from: month, through: month, transaction.database) {
            let message = Langson_Loan_V1_DisbursedReported.with {
                $0.period = month.description
                $0.fund = lending.fund.message
                $0.loans = UInt32(SmallCount.suppressed(lending.loans))
                $0.totalVnd = lending.total.dong
            }
            try transaction.send("loan.disbursed.reported.v1", message)
        }
        try transaction.database.execute(sql: "INSERT OR IGNORE INTO lending_report VALUES (?)", arguments: [month.description])
    }
}
