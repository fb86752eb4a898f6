public import Client

extension PolicyBank {
    /// What became of a need.
    public enum Listing: Hashable, Sendable {
        case opened, updated, unchanged
    }

    /// A row of a commune's list on paper.
    public typealias ListRow = (line: Int, need: LoanNeed)

    /// A commune asks for a loan: a file is opened; one that is only listed is brought to what is asked now; a repeat changes nothing. Whose file has
    /// ended, rejected ones too, asks anew.
    ///
    /// - Parameter chain: Where the need stands among messages; nil: it is on paper.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/conflict``: the file is beyond its list, or is another commune's.
    @discardableResult
    public func list(_ need: LoanNeed, chain: MessageChain? = nil, in transaction: OfficeTransaction) throws -> Listing {
        guard var loan = try Loan.open(need.workerRef, need.programme, transaction.database) else {
            let name = transaction.name("loan", need.workerRef, need.programme.rawValue)
            guard try Loan.find(name.description, transaction.database) == nil else {
                throw OfficeError(
                    .conflict,
                    vi: "hồ sơ trước của người này vừa kết thúc trong cùng thời điểm: hãy lập lại danh sách sau",
                    en: "this worker's earlier file ended at this very moment: list the worker again"
                )
            }
            try Loan(name, need, on: transaction.today, chain: chain).save(transaction.database)
            return .opened
        }
        guard loan.listedBy == need.listedBy else {
            throw OfficeError(
                .conflict,
                vi: "xã khác đã đưa người này vào danh sách: hãy hỏi hai xã",
                en: "another commune's office has listed this worker: ask both"
            )
        }
        guard loan.requested != need.amount || loan.category != need.category else { return .unchanged }
        guard loan.state == .listed else {
            throw OfficeError(
                .conflict,
                vi: "nhu cầu vay đã thay đổi, nhưng hồ sơ đang ở trạng thái “\(loan.state.name.vi)”: hãy làm rõ với xã và người vay",
                en: "the need has changed, but the file is “\(loan.state.name.en)”: clear it up with the commune and the worker"
            )
        }
        loan.requested = need.amount
        loan.category = need.category
        try loan.save(transaction.database)
        return .updated
    }

    /// Takes a commune's list on paper: all of it, or nothing.
    ///
    /// - Returns: How many files were opened, brought up to date, and left as they were.
    /// - Throws: ``ImportFailure`` that names the line of every row that cannot be taken.
    public func list(_ rows: [ListRow], in transaction: OfficeTransaction) throws -> [Listing: Int] {
        var lines: [String: Int] = [:]
        let outcomes = try ImportFailure.collecting(rows, line: \.line) { row in
            let key = "\(row.need.workerRef)/\(row.need.programme.rawValue)"
            if let earlier = lines.updateValue(row.line, forKey: key) {
                throw OfficeError(
                    .conflict,
                    vi: "người này đã có ở dòng \(earlier), cùng chương trình",
                    en: "line \(earlier) has this worker already, for the same programme"
                )
            }
            return try list(row.need, in: transaction)
        }
        return outcomes.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
}
