import Contracts
import GRDB
import SwiftProtobuf

extension PolicyBank {
    /// The papers of a file came, and were looked through: the commune is told what is missing; where nothing is, the clock of working days starts.
    ///
    /// - Parameter missing: Codes of the reference list of loan papers; empty: the file is complete.
    @discardableResult
    public func receive(_ loanRef: String, missing: [String] = [], in transaction: OfficeTransaction) throws -> Loan {
        var loan = try file(loanRef, in: transaction)
        let database = transaction.database
        let codes = Set(missing).sorted()
        try step(&loan, to: .received, in: transaction)
        try database.execute(sql: "DELETE FROM missing_paper WHERE loan_ref = ?", arguments: [loanRef])
        for code in codes { try database.execute(sql: "INSERT INTO missing_paper VALUES (?, ?)", arguments: [loanRef, code]) }
        if codes.isEmpty {
            loan.completeOn = transaction.today
            loan.decideBy = decisionDay(after: transaction.today)
        }
        try step(&loan, to: codes.isEmpty ? .complete : .incomplete, in: transaction)
        let message = Langson_Loan_V1_FileReceived.with {
            $0.loanRef = loanRef
            $0.complete = codes.isEmpty
            $0.missing = codes
            $0.workerRef = loan.workerRef ?? ""
            $0.programme = loan.programme.message
            $0.listedBy = loan.listedBy ?? ""
        }
        try transaction.send("loan.file.received.v1", message, chain: loan.chain)
        return loan
    }

    /// A credit officer begins to look into a complete file, or into an appeal.
    @discardableResult
    public func appraise(_ loanRef: String, in transaction: OfficeTransaction) throws -> Loan {
        var loan = try file(loanRef, in: transaction)
        try step(&loan, to: .appraising, in: transaction)
        return loan
    }

    /// A file is approved, for all or a part of what was asked.
    ///
    /// - Parameter amount: Nil: what was asked.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/forbidden``: more than was asked.
    @discardableResult
    public func approve(_ loanRef: String, amount: VND? = nil, reason: LoanText? = nil, in transaction: OfficeTransaction) throws -> Loan {
        var loan = try appraised(loanRef, in: transaction)
        let amount = amount ?? loan.requested
        guard amount > .zero else {
            throw OfficeError(.invalid, vi: "số tiền phê duyệt phải lớn hơn không", en: "the amount approved must be more than zero")
        }
        guard amount <= loan.requested else {
            throw OfficeError(
                .forbidden,
                vi: "không phê duyệt nhiều hơn số tiền xin vay",
                en: "no more is approved than was asked for: let the commune list the worker anew"
            )
        }
        loan.approved = amount
        try step(&loan, to: .approved, reason?.description ?? "", in: transaction)
        return loan
    }

    /// A file is rejected by a person, who says why; the worker may appeal.
    @discardableResult
    public func reject(_ loanRef: String, reason: LoanText, in transaction: OfficeTransaction) throws -> Loan {
        var loan = try appraised(loanRef, in: transaction)
        try step(&loan, to: .rejected, reason.description, in: transaction)
        return loan
    }

    /// The worker does not agree with a rejection: the clock of working days starts anew [I]. That can be said until the bank forgets whose file it was.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/forbidden`` (it is forgotten) or ``OfficeError/Code/conflict`` (the worker has asked anew).
    @discardableResult
    public func appeal(_ loanRef: String, reason: LoanText, in transaction: OfficeTransaction) throws -> Loan {
        var loan = try file(loanRef, in: transaction)
        if loan.state == .rejected {
            try checkRemembered(loan)
            try checkAlone(loan, in: transaction)
        }
        loan.decideBy = decisionDay(after: transaction.today)
        try step(&loan, to: .appealed, reason.description, in: transaction)
        return loan
    }

    /// The worker does not want the loan any more; that can be said until the money is paid.
    @discardableResult
    public func withdraw(_ loanRef: String, reason: LoanText, in transaction: OfficeTransaction) throws -> Loan {
        var loan = try file(loanRef, in: transaction)
        try step(&loan, to: .withdrawn, reason.description, in: transaction)
        return loan
    }

    /// One application of a worker's in a programme at a time.
    private func checkAlone(_ loan: Loan, in transaction: OfficeTransaction) throws {
        guard let worker = loan.workerRef, try Loan.open(worker, loan.programme, transaction.database) != nil else { return }
        throw OfficeError(
            .conflict,
            vi: "người này đã có hồ sơ mới trong cùng chương trình: hãy xử lý hồ sơ đó, hoặc rút hồ sơ đó trước",
            en: "the worker has a newer file in this programme: go on with that one, or withdraw it first"
        )
    }

    /// The last day for a decision on what is complete, or appealed, on a day.
    public func decisionDay(after day: CalendarDay) -> CalendarDay { settings.calendar.day(settings.decisionDays, workingDaysAfter: day) }

    /// A file on which a decision can be made: one that nobody has begun to look into is looked into now.
    private func appraised(_ loanRef: String, in transaction: OfficeTransaction) throws -> Loan {
        var loan = try file(loanRef, in: transaction)
        if loan.state != .appraising { try step(&loan, to: .appraising, in: transaction) }
        return loan
    }
}
