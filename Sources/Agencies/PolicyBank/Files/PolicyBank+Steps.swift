import Contracts
import GRDB
import SwiftProtobuf

extension PolicyBank {
    /// Finds a file.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/unknown``.
    func file(_ loanRef: String, in transaction: OfficeTransaction) throws -> Loan {
        guard let loan = try Loan.find(loanRef, transaction.database) else {
            throw OfficeError(.unknown, vi: "không có hồ sơ mang mã này: xem `loan list`", en: "no file has this reference: `loan list` shows them")
        }
        return loan
    }

    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/forbidden``: the bank has forgotten whose file it was.
    func checkRemembered(_ loan: Loan) throws {
        guard loan.workerRef == nil else { return }
        throw OfficeError(
            .forbidden,
            vi: "hồ sơ đã kết thúc và thông tin người vay đã được xóa theo quy định lưu giữ: nếu người vay có nhu cầu mới, xã lập danh sách lại",
            en: "the file has ended, and whose it was is forgotten: if the worker needs a loan, the commune lists them anew"
        )
    }

    /// Takes a step: the state machine allows it, the history has it, and the employment service centre is told.
    ///
    /// - Parameter day: Since when it is so; nil: today. What the calendar has done is so since its day, whenever somebody looks.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/illegalTransition``.
    func step(
        _ loan: inout Loan,
        to next: LoanState,
        _ reason: String = "",
        on day: CalendarDay? = nil,
        in transaction: OfficeTransaction
    ) throws {
        let last = loan.state
        try record(&loan, to: next, reason, on: day, in: transaction)
        try tell(loan, from: last, to: next, reason, in: transaction)
    }

    /// Takes a step that nobody is told.
    func record(_ loan: inout Loan, to next: LoanState, _ reason: String, on day: CalendarDay?, in transaction: OfficeTransaction) throws {
        let last = loan.state
        loan.state = try last.moving(to: next)
        loan.steps += 1
        loan.endedOn = next.isEnd ? loan.endedOn ?? transaction.today : nil
        try loan.save(transaction.database)
        try transaction.database.execute(
            sql: "INSERT INTO loan_step VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [loan.loanRef, loan.steps, (day ?? transaction.today).description, last, next, reason]
        )
    }

    /// Tells the employment service centre of a step.
    func tell(_ loan: Loan, from last: LoanState, to next: LoanState, _ reason: String, in transaction: OfficeTransaction) throws {
        let message = Langson_Loan_V1_StatusChanged.with {
            $0.loanRef = loan.loanRef
            $0.from = last.message
            $0.to = next.message
            $0.reason = reason
            $0.workerRef = loan.workerRef ?? ""
        }
        try transaction.send("loan.status.changed.v1", message, chain: loan.chain)
    }
}
